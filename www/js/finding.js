// One finding as the page shows it: what, where in the text, what to do.
import { element, prose, visible } from "./dom.js";
import { explanationOf } from "./route.js";
import { SAY, SEVERITIES, messageOf } from "./words/common.js";

const MAX_LINES = 4;
/** Characters of a line shown before and after the marked place. */
const AROUND = 80;

/**
 * @param {import("../pkg/index.d.ts").Finding} finding
 * @param {string | undefined} source
 * @param {...Node} more what the caller adds, such as buttons
 */
export function findingView(finding, source, ...more) {
  const { severity, help } = finding;
  const kind = element("span", { class: "kind" }, `${SEVERITIES[severity]}: `);
  return element(
    "div",
    { class: "finding", "data-severity": severity, "data-code": finding.code },
    element("h4", {}, kind, ...prose(messageOf(finding))),
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
 * @param {import("../pkg/index.d.ts").Finding[]} findings
 */
export function findingsPart(findings) {
  if (findings.length === 0) return [];
  return [element("h3", { class: "part" }, SAY.findings), ...findings.map((finding) => findingView(finding, undefined))];
}

/** The lines of the text that the finding marks. */
function excerpt({ labels }, source) {
  if (labels.length === 0) return null;
  const lines = labels.slice(0, MAX_LINES).map(({ span, message }) => excerptLine(span, message, source));
  return element("pre", { class: "excerpt", tabindex: "0", role: "group", "aria-label": SAY.place }, ...lines.flat());
}

function excerptLine(span, message, source) {
  const lineStart = source.lastIndexOf("\n", span.start - 1) + 1;
  const next = source.indexOf("\n", span.start);
  const lastOfLine = next < 0 ? source.length : next;
  const lineEnd = source[lastOfLine - 1] === "\r" && lastOfLine > span.end ? lastOfLine - 1 : lastOfLine;
  const end = Math.min(Math.max(span.end, span.start), lineEnd);
  const from = Math.max(lineStart, span.start - AROUND);
  const to = Math.min(lineEnd, end + AROUND);
  const point = end === span.start;
  return [
    element("span", { class: "number" }, String(span.line)),
    from > lineStart ? "…" : "",
    ...visible(source.slice(from, span.start)),
    element("mark", { class: point ? "point" : false }, ...visible(clip(source.slice(span.start, end)))),
    ...visible(source.slice(end, to)),
    to < lineEnd ? "…" : "",
    ...(message === "" ? [] : ["  ← ", ...prose(message)]),
    "\n",
  ];
}

function clip(text) {
  return text.length > 2 * AROUND ? `${text.slice(0, AROUND)}…${text.slice(-AROUND)}` : text;
}
