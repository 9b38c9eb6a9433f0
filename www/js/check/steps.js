// The nine steps of a check as a list that fills as they end.
import { fixedPolicy, fixedRecord, fixedTlsrptRecord } from "../../pkg/first/lib/edit.js";
import { chip } from "../chip.js";
import { copyable, element, visible } from "../dom.js";
import { findingView } from "../finding.js";
import { foldHead } from "../fold.js";
import { SAY, STEPS } from "../words/check.js";

/** The steps whose text can be mended; records stand one a line. */
const MENDED = {
  record: (source) => fixedRecord(source.split("\n")).source,
  policy: (source) => fixedPolicy(source).source,
  tlsrpt: (source) => fixedTlsrptRecord(source.split("\n")).source,
};

/** A list of steps that all still wait. */
export function pendingSteps() {
  const items = Object.keys(STEPS).map((step) => {
    const head = element("div", { class: "head" }, chip("pending"), element("span", { class: "title" }, STEPS[step]));
    return element("li", { class: "step", "data-step": step, "data-outcome": "pending" }, head);
  });
  return element("ol", { class: "steps" }, ...items);
}

/**
 * @param {HTMLElement} list
 * @param {import("../../pkg/index.d.ts").Step} step
 * @param {Node[]} [wayOn] what can be done where something was not tested
 */
export function showStep(list, step, wayOn = []) {
  const item = /** @type {HTMLElement} */ (list.querySelector(`[data-step="${step.step}"]`));
  item.dataset.outcome = step.outcome;
  const head = [
    chip(step.outcome),
    element("span", {}, element("span", { class: "title" }, `${STEPS[step.step]}: `), summary(step)),
  ];
  const body = [...step.findings.map((finding) => findingView(finding, step.source)), ...source(step), ...wayOn];
  if (body.length === 0) {
    item.replaceChildren(element("div", { class: "head" }, ...head));
    return;
  }
  const open = ["fail", "warn", "not-tested"].includes(step.outcome);
  const details = element("details", { open }, foldHead(...head), element("div", { class: "body" }, ...body));
  item.replaceChildren(details);
}

/** Marks what still waits as cancelled. */
export function stopPending(list) {
  for (const item of /** @type {NodeListOf<HTMLElement>} */ (list.querySelectorAll('[data-outcome="pending"]'))) {
    item.dataset.outcome = "skipped";
    item.querySelector(".chip")?.replaceWith(chip("skipped"));
  }
}

function summary({ summary }) {
  return element("span", { class: "summary" }, ...visible(summary));
}

/**
 * The text as received, and as it should be where that can be told.
 *
 * @param {import("../../pkg/index.d.ts").Step} step
 */
function source({ step, source }) {
  if (source === undefined || source === "") return [];
  const parts = [];
  const mended = MENDED[step]?.(source) ?? source;
  if (mended !== source) {
    const repaired = element("details", { open: true }, element("summary", {}, SAY.corrected), copyable(mended, SAY.correctedText));
    parts.push(repaired);
  }
  const name = SAY.received(step);
  parts.push(element("details", {}, element("summary", {}, name), copyable(source, name.toLowerCase())));
  return parts;
}
