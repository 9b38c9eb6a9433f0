// MTA-STS at a glance: the Sender with its cache, whom it asks for what, and what an attacker on the wire can do.
import { chip } from "../chip.js";
import { element, prose } from "../dom.js";
import { LANES, SAY } from "../words/story.js";

/** @returns {Node[]} */
export function picture() {
  const sender = element("div", { class: "node" }, element("strong", {}, SAY.sender), element("p", {}, ...prose(SAY.keeps)));
  const lanes = LANES.flatMap(([node, question, outcome, state, why]) => [
    element(
      "div",
      { class: "wire", "data-outcome": outcome },
      element("p", { class: "question" }, question),
      element("div", { class: "arrow", "aria-hidden": "true" }),
      element("p", { class: "state" }, chip(/** @type {"pass" | "warn"} */ (outcome), state), " ", why),
    ),
    element("div", { class: "node" }, element("strong", {}, node)),
  ]);
  return [element("figure", { class: "lanes", "aria-label": SAY.picture }, sender, ...lanes)];
}
