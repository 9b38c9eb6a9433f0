// The policy's text area: what is typed, selected and put into it.
import { byId } from "../dom.js";
import { initSheet, reveal } from "./sheet.js";

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
  initSheet();
}

/** Puts the caret on a stretch of the text. */
export function select(start, end) {
  const area = byId("policy");
  area.focus();
  area.setSelectionRange(start, end);
  reveal(start);
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
