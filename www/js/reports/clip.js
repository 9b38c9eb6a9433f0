// A finding with just the text around it, so that the whole report need not travel from the worker to the page.

/** @typedef {import("../../pkg/index.d.ts").Finding} Finding */

/** More than is shown, so that the excerpt still tells that a line goes on. */
const AROUND = 120;
const MAX_MARKED = 1000;

/**
 * @param {Finding} finding
 * @param {string} text
 * @returns {{ finding: Finding, source: string }} the finding with its first label, placed in `source`
 */
export function clipped(finding, text) {
  const [label] = finding.labels;
  if (label === undefined) return { finding: { ...finding, fixes: [] }, source: "" };
  const { start, end } = label.span;
  const from = Math.max(0, start - AROUND);
  const last = Math.min(end, start + MAX_MARKED);
  const span = { ...label.span, start: start - from, end: last - from };
  return { finding: { ...finding, fixes: [], labels: [{ ...label, span }] }, source: text.slice(from, last + AROUND) };
}
