// What is said of a pasted policy: the verdict, its findings with their fixes, the corrected file.
import { fixedPolicy } from "../../pkg/lib/edit.js";
import { maxAgeAdvice } from "../../pkg/lib/parse.js";
import { chip } from "../chip.js";
import { copyable, element } from "../dom.js";
import { findingView } from "../finding.js";
import { isSafe } from "../text.js";
import { SAY } from "../words/paste.js";
import { changesView } from "./changes.js";
import { apply, select } from "./editor.js";

/** @typedef {import("../../pkg/index.d.ts").ParsedPolicy} ParsedPolicy */

/** @param {ParsedPolicy} parsed */
export function verdictView({ value, salvaged, findings, source }) {
  const errors = findings.filter(({ severity }) => severity === "error").length;
  const warnings = findings.filter(({ severity }) => severity === "warning").length;
  const outcome = errors > 0 ? "fail" : warnings > 0 ? "warn" : "pass";
  const policy = value ?? salvaged;
  const heading = value !== null ? SAY.mode(value.mode, value.mx.length) : salvaged !== null ? SAY.tolerated : SAY.ignored;
  const advice = value === null ? null : element("p", {}, SAY.maxAge(maxAgeAdvice(source)));
  const fixes = findings.flatMap((finding) => finding.fixes.filter(isSafe).slice(0, 1));
  const all = element("button", { type: "button", id: "fix-all", click: () => applyAll(fixes) }, SAY.fixAll);
  return element(
    "div",
    { class: "verdict", "data-outcome": outcome, "data-mode": policy?.mode },
    chip(outcome),
    element("h3", {}, heading),
    advice,
    element("p", {}, SAY.counts(errors, warnings)),
    fixes.length > 0 ? element("div", { class: "actions" }, all) : null,
  );
}

export function tooLongView() {
  return element("div", { class: "verdict", "data-outcome": "fail" }, chip("fail"), element("h3", {}, SAY.tooLong), element("p", {}, SAY.partOnly));
}

/** @param {ParsedPolicy} parsed */
export function findingViews({ findings, source }) {
  return findings.map((finding) => {
    const [label] = finding.labels;
    const place = label && element("button", { type: "button", class: "go", click: () => select(label.span.start, label.span.end) }, SAY.goTo(label.span.line));
    const buttons = finding.fixes.map((fix) =>
      element("button", { type: "button", class: "small", click: () => applyAll([fix]) }, isSafe(fix) ? SAY.fix(fix.title) : SAY.perhaps(fix.title)),
    );
    return findingView(finding, source, element("div", { class: "actions" }, place, ...buttons));
  });
}

function applyAll(fixes) {
  const edits = fixes.flatMap((fix) => fix.edits).sort((a, b) => a.span.start - b.span.start);
  const apart = [];
  for (const { span, replacement } of edits) {
    if (span.start >= (apart.at(-1)?.end ?? 0)) apart.push({ start: span.start, end: span.end, replacement });
  }
  apply(apart);
}

/** The corrected file, and what differs. @param {ParsedPolicy} parsed */
export function mendedView({ source }) {
  const mended = fixedPolicy(source).source;
  if (mended === source) return [];
  return [
    element("h3", { class: "part" }, SAY.mended),
    changesView(source, mended),
    element("details", {}, element("summary", {}, SAY.mendedFile), copyable(mended, SAY.correctedFile)),
  ];
}
