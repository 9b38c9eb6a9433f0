// Pure functions over sources, spans and findings.

/** @typedef {import("../pkg/index.d.ts").Finding} Finding */

/** @param {import("../pkg/index.d.ts").Fix} fix */
export function isSafe(fix) {
  return fix.applicability === "machine-applicable";
}

/**
 * Where the lines of a text begin.
 *
 * @param {string} text
 */
export function lineStarts(text) {
  const starts = [0];
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
  return starts;
}

/**
 * Marked stretches that do not overlap, in order: of overlapping ones the graver wins.
 *
 * @param {Finding[]} findings
 * @returns {{ start: number, end: number, finding: Finding }[]}
 */
export function stretches(findings) {
  const rankOf = ({ finding }) => ["error", "warning", "note"].indexOf(finding.severity);
  const wanted = findings
    .filter(({ labels }) => labels.length > 0)
    .map((finding) => ({ start: finding.labels[0].span.start, end: finding.labels[0].span.end, finding }))
    .sort((a, b) => a.start - b.start || rankOf(a) - rankOf(b));
  const kept = [];
  for (const stretch of wanted) {
    const last = kept.at(-1);
    if (last === undefined || stretch.start >= last.end) kept.push(stretch);
    else if (rankOf(stretch) < rankOf(last)) kept[kept.length - 1] = stretch;
  }
  return kept;
}
