// The steps of a plan as a timeline.
import { copyable, element } from "../dom.js";
import { both } from "./times.js";
import { SAY } from "../words/plan.js";

/** @param {import("../../pkg/index.d.ts").PlanStep[]} steps */
export function timeline(steps) {
  return element("ol", { class: "timeline" }, ...steps.map(item));
}

/** @param {import("../../pkg/index.d.ts").PlanStep} step */
function item({ action, when, what, why, ifSwapped, rfc }) {
  return element(
    "li",
    { "data-kind": action.kind },
    element("h3", {}, what),
    times(SAY.from, when),
    "until" in action ? times(SAY.until, action.until) : null,
    element("p", {}, `${SAY.why}: ${why}`),
    ifSwapped === null ? null : element("p", {}, `${SAY.ifSwapped}: ${ifSwapped}`),
    text(action),
    element("p", { class: "rule" }, rfc),
  );
}

function times(title, when) {
  return element("p", { class: "when" }, `${title}: ${both(when)}`);
}

/** What the step publishes, copy-ready. @param {import("../../pkg/index.d.ts").PlanAction} action */
function text(action) {
  if (action.kind === "publish-policy") return copyable(action.policy, SAY.policyText);
  return action.kind === "publish-record" ? copyable(action.record, SAY.recordText(action.name)) : null;
}
