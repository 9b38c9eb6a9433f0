// The policy's text area with line numbers and underlined findings: a backdrop of the same metrics lies behind it.
import { byId, element } from "../dom.js";
import { lineStarts, stretches } from "../text.js";

/** @typedef {import("../../pkg/index.d.ts").Finding} Finding */

/** Browsers type longer texts line by line, which takes seconds; those are put in without undo. */
const MAX_TYPED = 4000;

/** @param {() => void} changed */
export function initEditor(changed) {
  const area = byId("policy");
  let scheduled = false;
  area.addEventListener("input", () => {
    if (scheduled) return;
    scheduled = true;
    // Several keystrokes within a frame are judged once.
    requestAnimationFrame(() => {
      scheduled = false;
      changed();
    });
  });
  area.addEventListener("scroll", follow);
  new ResizeObserver(follow).observe(area);
}

/**
 * Draws line numbers and marks for a text and what was found in it.
 *
 * @param {string} text
 * @param {Finding[]} findings
 * @param {number} [beyond] how many more lines the area has, which are not judged
 */
export function decorate(text, findings, beyond = 0) {
  const numbers = lineStarts(text).map((_, index) => index + 1);
  byId("gutter").replaceChildren(numbers.join("\n"), room(beyond));
  const nodes = [];
  let done = 0;
  for (const { start, end, finding } of stretches(findings)) {
    nodes.push(text.slice(done, start));
    const attributes = { "data-severity": finding.severity, "data-finding": findings.indexOf(finding), class: start === end ? "point" : false };
    nodes.push(element("mark", attributes, text.slice(start, end)));
    done = end;
  }
  // A text that ends with a line feed shows one more line.
  nodes.push(`${text.slice(done)}\n`);
  byId("backdrop").replaceChildren(...nodes, room(beyond));
  follow();
}

/** As high as so many lines, so that all three scroll alike. @param {number} lines */
function room(lines) {
  const made = element("span", { class: "room" });
  made.style.height = `${lines}lh`;
  return made;
}

/** Puts the caret on a stretch of the text. */
export function select(start, end) {
  const area = byId("policy");
  area.focus();
  area.setSelectionRange(start, end);
}

/**
 * Replaces the text in a way that the browser's undo knows.
 *
 * @param {{ start: number, end: number, replacement: string }[]} edits in order, not overlapping
 */
export function apply(edits) {
  const area = byId("policy");
  area.focus();
  for (const { start, end, replacement } of edits.toReversed()) {
    area.setSelectionRange(start, end);
    const command = replacement === "" ? "delete" : "insertText";
    const inserted = replacement.length <= MAX_TYPED && document.execCommand(command, false, replacement);
    if (!inserted) area.setRangeText(replacement, start, end, "end");
  }
  area.dispatchEvent(new Event("input"));
}

function follow() {
  const area = byId("policy");
  const backdrop = byId("backdrop");
  backdrop.scrollTop = area.scrollTop;
  backdrop.scrollLeft = area.scrollLeft;
  byId("gutter").scrollTop = area.scrollTop;
}
