// What is said of a pasted policy as a whole: the verdict and the corrected file.
import { fixedPolicy } from "../../pkg/first/lib/edit.js";
import { maxAgeAdvice } from "../../pkg/first/lib/parse.js";
import { changesView } from "../changes.js";
import { chip } from "../chip.js";
import { copyable, element } from "../dom.js";
import { isSafe } from "../text.js";
import { SAY } from "../words/paste.js";

/** @typedef {import("../../pkg/index.d.ts").ParsedPolicy} ParsedPolicy */

/** @param {ParsedPolicy} parsed @param {import("./findings.js").Findings} views which can apply fixes */
export function verdictView({ value, salvaged, findings, source }, views) {
  const errors = findings.filter(({ severity }) => severity === "error").length;
  const warnings = findings.filter(({ severity }) => severity === "warning").length;
  const outcome = errors > 0 ? "fail" : warnings > 0 ? "warn" : "pass";
  const policy = value ?? salvaged;
  const heading = value !== null ? SAY.mode(value.mode, value.mx.length) : salvaged !== null ? SAY.tolerated : SAY.ignored;
  const advice = value === null ? null : element("p", {}, SAY.maxAge(maxAgeAdvice(source)));
  const mendable = findings.some(({ fixes }) => fixes.some(isSafe));
  // The fixes as they are when it is clicked: while the verdict stays the same, so does what is shown of it.
  const all = element("button", { type: "button", id: "fix-all", class: "main", click: () => views.apply(views.safeFixes()) }, SAY.fixAll);
  return element(
    "div",
    { class: "verdict", "data-outcome": outcome, "data-mode": policy?.mode },
    chip(outcome),
    element("h3", {}, heading),
    advice,
    element("p", {}, SAY.counts(errors, warnings)),
    mendable ? element("div", { class: "actions" }, all) : null,
  );
}

export function tooLongView() {
  return element("div", { class: "verdict", "data-outcome": "fail" }, chip("fail"), element("h3", {}, SAY.tooLong), element("p", {}, SAY.partOnly));
}

/** The corrected file, and what differs. @param {string} source */
export function mendedView(source) {
  const mended = fixedPolicy(source).source;
  if (mended === source) return [];
  const file = element("details", {}, element("summary", {}, SAY.mendedFile));
  // Built when opened: it may be long.
  file.addEventListener("toggle", () => file.append(copyable(mended, SAY.correctedFile)), { once: true });
  return [element("h3", { class: "part" }, SAY.mended), changesView(source, mended), file];
}
