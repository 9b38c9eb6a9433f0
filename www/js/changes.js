// What differs between two texts, line by line.
import { element, visible } from "./dom.js";
import { SAY } from "./words/changes.js";

/** Comparing costs the product of the lengths; beyond this only the ends are told apart. */
const MAX_PRODUCT = 1_000_000;
/** Unchanged lines shown around a change. */
const AROUND = 1;
/** Lines shown at most. */
const MAX_SHOWN = 200;

/**
 * Lines of two texts: kept, removed or added, in order.
 *
 * @param {string} before
 * @param {string} after
 * @returns {{ kind: "kept" | "removed" | "added", text: string }[]}
 */
export function changes(before, after) {
  const [a, b] = [before.split("\n"), after.split("\n")];
  let head = 0;
  while (head < a.length && head < b.length && a[head] === b[head]) head += 1;
  let tail = 0;
  while (tail < a.length - head && tail < b.length - head && a.at(-1 - tail) === b.at(-1 - tail)) tail += 1;
  const line = (kind) => (text) => ({ kind, text });
  const middle = between(a.slice(head, a.length - tail), b.slice(head, b.length - tail), line);
  return [...a.slice(0, head).map(line("kept")), ...middle, ...a.slice(a.length - tail).map(line("kept"))];
}

function between(a, b, line) {
  if (a.length * b.length > MAX_PRODUCT) return [...a.map(line("removed")), ...b.map(line("added"))];
  // lengths[i][j]: the longest common subsequence of a from i and b from j.
  const lengths = Array.from({ length: a.length + 1 }, () => new Uint32Array(b.length + 1));
  for (let i = a.length - 1; i >= 0; i -= 1) {
    for (let j = b.length - 1; j >= 0; j -= 1) {
      lengths[i][j] = a[i] === b[j] ? lengths[i + 1][j + 1] + 1 : Math.max(lengths[i + 1][j], lengths[i][j + 1]);
    }
  }
  const out = [];
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      out.push(line("kept")(a[i]));
      i += 1;
      j += 1;
    } else if (j >= b.length || (i < a.length && lengths[i + 1][j] >= lengths[i][j + 1])) {
      out.push(line("removed")(a[i]));
      i += 1;
    } else {
      out.push(line("added")(b[j]));
      j += 1;
    }
  }
  return out;
}

const SIGNS = { kept: " ", removed: "−", added: "+" };

/**
 * The changes as a block; long stretches without one are left out.
 *
 * @param {string} before
 * @param {string} after
 */
export function changesView(before, after) {
  const all = changes(before, after);
  // What stands behind the last line end is no line.
  if (before.endsWith("\n") && after.endsWith("\n")) all.pop();
  const near = (index) => all.slice(Math.max(0, index - AROUND), index + AROUND + 1).some(({ kind }) => kind !== "kept");
  const shown = all.flatMap((entry, index) => {
    if (near(index)) return [entry];
    return index > 0 && near(index - 1) ? [{ kind: "kept", text: "…" }] : [];
  });
  const beyond = shown.length - MAX_SHOWN;
  if (beyond > 0) shown.splice(MAX_SHOWN, beyond, { kind: "kept", text: SAY.moreLines(beyond) });
  const lines = shown.map(({ kind, text }) => element("span", { class: kind }, SIGNS[kind], " ", ...visible(text), "\n"));
  return element("pre", { class: "block changes", tabindex: "0", role: "group", "aria-label": SAY.changes }, ...lines);
}
