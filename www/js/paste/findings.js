// The findings of a pasted policy with their fixes. What a keystroke leaves as it was keeps its place on the page.
import { element } from "../dom.js";
import { findingView, places } from "../finding.js";
import { isSafe } from "../text.js";
import { SAY } from "../words/paste.js";
import { apply, select } from "./editor.js";

/** @typedef {import("../../pkg/index.d.ts").Finding} Finding */

/** Views at first; more on request. */
const FEW = 50;

/** Whether all were asked for. */
let unfolded = false;
/** The views of the last judgement, by what they show. @type {Map<string, HTMLElement[]>} */
let views = new Map();
/** What each of them is about now: its place may have moved. @type {WeakMap<HTMLElement, Finding>} */
const about = new WeakMap();

/**
 * @param {HTMLElement} box where they stand
 * @param {{ findings: Finding[], source: string }} judged
 */
export function showFindings(box, { findings, source }) {
  const before = views;
  views = new Map();
  if (findings.length <= FEW) unfolded = false;
  const shown = unfolded ? findings : findings.slice(0, FEW);
  const wanted = shown.map((finding) => {
    const { code, severity, message, help, fixes } = finding;
    const key = JSON.stringify([code, severity, message, help, fixes.map(({ title }) => title), places(finding, source)]);
    const view = before.get(key)?.shift() ?? viewOf(finding, source);
    about.set(view, finding);
    views.set(key, [...(views.get(key) ?? []), view]);
    return view;
  });
  const stay = new Set(/** @type {Element[]} */ (wanted));
  for (const view of [...box.children]) if (!stay.has(view)) view.remove();
  wanted.forEach((view, index) => box.children[index] === view || box.insertBefore(view, box.children[index] ?? null));
  if (shown.length < findings.length) box.append(unfolding(box, { findings, source }));
}

function unfolding(box, judged) {
  const all = () => {
    unfolded = true;
    showFindings(box, judged);
    box.children[FEW].querySelector("a")?.focus();
  };
  return element("div", { class: "actions" }, element("button", { type: "button", id: "all-findings", click: all }, SAY.allFindings(judged.findings.length)));
}

/** @param {Finding} finding @param {string} source */
function viewOf(finding, source) {
  const button = (attributes, words, deed) => element("button", { type: "button", click: () => deed(/** @type {Finding} */ (about.get(view))), ...attributes }, words);
  const [label] = finding.labels;
  const place = label && button({ class: "go" }, SAY.goTo(label.span.line), ({ labels: [{ span }] }) => select(span.start, span.end));
  const fixes = finding.fixes.map((fix, index) =>
    button({ class: "small" }, isSafe(fix) ? SAY.fix(fix.title) : SAY.perhaps(fix.title), ({ fixes }) => applyFixes([fixes[index]])),
  );
  const view = findingView(finding, source, element("div", { class: "actions" }, place, ...fixes));
  return view;
}

/** Applies fixes at once; of those that overlap, the first. @param {import("../../pkg/index.d.ts").Fix[]} fixes */
export function applyFixes(fixes) {
  const edits = fixes.flatMap((fix) => fix.edits).sort((a, b) => a.span.start - b.span.start);
  const apart = [];
  for (const { span, replacement } of edits) {
    if (span.start >= (apart.at(-1)?.end ?? 0)) apart.push({ start: span.start, end: span.end, replacement });
  }
  apply(apart);
}
