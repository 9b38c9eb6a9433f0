// One finding as the page shows it: what, where in the text, what to do.
import { element, prose, visible } from "./dom.js";
import { explanationOf } from "./route.js";
import { SAY, SEVERITIES } from "./words/common.js";

/** @typedef {import("../pkg/index.d.ts").Finding} Finding */

const MAX_LINES = 4;
/** Characters of a line shown before and after the marked place. */
const AROUND = 80;

/**
 * @param {Finding} finding
 * @param {string | undefined} source
 * @param {...Node} more what the caller adds, such as buttons
 */
export function findingView(finding, source, ...more) {
  const { severity, help } = finding;
  const kind = element("span", { class: "kind" }, `${SEVERITIES[severity]}: `);
  return element(
    "div",
    { class: "finding", "data-severity": severity, "data-code": finding.code },
    element("h4", {}, kind, ...prose(finding.message)),
    source === undefined || source === "" ? null : excerpt(finding, source),
    element("p", {}, ...prose(help)),
    rule(finding),
    ...more,
  );
}

/** Its code, which leads to the explanation, the RFC's section, and who is affected. */
function rule({ code, rfc, affects }) {
  const link = element("a", { href: explanationOf(code), title: SAY.explained }, ...visible(code));
  // The command line program of an older version tells less.
  const concerned = [rfc, affects && SAY.affects(affects)].filter(Boolean);
  return element("p", { class: "rule" }, link, ...concerned.flatMap((part) => visible(` · ${part}`)));
}

/**
 * Findings that are in no text, under a heading of their own; nothing where there are none.
 *
 * @param {Finding[]} findings
 */
export function findingsPart(findings) {
  if (findings.length === 0) return [];
  return [element("h3", { class: "part" }, SAY.findings), ...findings.map((finding) => findingView(finding, undefined))];
}

/**
 * What is shown of the lines that a finding marks.
 *
 * @param {Finding} finding
 * @param {string} source
 */
export function places({ labels }, source) {
  const inOrder = labels.slice(0, MAX_LINES).sort((a, b) => a.span.start - b.span.start);
  return inOrder.map(({ span, message }) => {
    const lineStart = source.lastIndexOf("\n", span.start - 1) + 1;
    const next = source.indexOf("\n", span.start);
    const lastOfLine = next < 0 ? source.length : next;
    // The CR of a CRLF is no part of the line.
    const lineEnd = next >= 0 && source[next - 1] === "\r" ? next - 1 : lastOfLine;
    const end = Math.min(Math.max(span.end, span.start), lineEnd);
    const from = Math.max(lineStart, span.start - AROUND);
    const to = Math.min(lineEnd, end + AROUND);
    return {
      line: span.line,
      before: (from > lineStart ? "…" : "") + source.slice(from, Math.min(span.start, lineEnd)),
      marked: clip(source.slice(span.start, end)),
      after: source.slice(end, to) + (to < lineEnd ? "…" : ""),
      message,
    };
  });
}

function excerpt(finding, source) {
  if (finding.labels.length === 0) return null;
  const lines = places(finding, source).flatMap(({ line, before, marked, after, message }) => [
    element("span", { class: "number" }, String(line)),
    ...visible(before),
    element("mark", { class: marked === "" ? "point" : false }, ...visible(marked)),
    ...visible(after),
    ...(message === "" ? [] : ["  ← ", ...prose(message)]),
    "\n",
  ]);
  return element("pre", { class: "excerpt", tabindex: "0", role: "group", "aria-label": SAY.place }, ...lines);
}

function clip(text) {
  return text.length > 2 * AROUND ? `${text.slice(0, AROUND)}…${text.slice(-AROUND)}` : text;
}
