// A text with one thing a line, blank lines aside: where the things stand in it.

/** @typedef {import("../../pkg/index.d.ts").Finding} Finding */
/** @typedef {{ record: string, number: number, shift: number }} Line `shift`: how much further on it stands in the text than in the joined records */

/** @param {string} text @returns {Line[]} */
export function linesOfRecords(text) {
  const lines = [];
  let [inText, inRecords] = [0, 0];
  text.split("\n").forEach((record, index) => {
    if (record.trim() !== "") {
      lines.push({ record, number: index + 1, shift: inText - inRecords });
      inRecords += record.length + 1;
    }
    inText += record.length + 1;
  });
  return lines;
}

/**
 * Findings about the joined records, with their places in the text.
 *
 * @param {Finding[]} findings
 * @param {Line[]} lines
 */
export function placed(findings, lines) {
  if (lines.every(({ shift }) => shift === 0)) return findings;
  /** @template {{ span: import("../../pkg/index.d.ts").Span }} T @param {T} at @returns {T} */
  const moved = (at) => {
    const { span } = at;
    const [first, last] = [lines[span.line - 1], lines[span.endLine - 1]];
    return { ...at, span: { ...span, start: span.start + first.shift, end: span.end + last.shift, line: first.number, endLine: last.number } };
  };
  return findings.map((finding) => ({
    ...finding,
    labels: finding.labels.map(moved),
    fixes: finding.fixes.map((fix) => ({ ...fix, edits: fix.edits.map(moved) })),
  }));
}
