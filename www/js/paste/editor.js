// A text area with line numbers and marks: what is typed, selected and put into it.
import { element } from "../dom.js";
import { area } from "../fields.js";
import { Hints } from "./hints.js";
import { Sheet } from "./sheet.js";

/** @typedef {import("../../pkg/index.d.ts").Finding} Finding */

/** Browsers type longer texts line by line, which takes seconds; those are put in without undo. */
const MAX_TYPED = 4000;

export class Editor {
  #area;
  #sheet;
  #hints;
  #shown = { text: "", marked: true };

  /**
   * @param {string} id of the text area
   * @param {Record<string, any>} attributes
   * @param {() => void} changed
   */
  constructor(id, attributes, changed) {
    const described = `offline ${id}-at-caret`;
    this.#area = /** @type {HTMLTextAreaElement} */ (area(id, { autocomplete: "off", autocapitalize: "none", "aria-describedby": described, ...attributes }));
    this.#sheet = new Sheet(this.#area);
    this.#hints = new Hints(this.#area, this.#sheet);
    this.view = element("div", { class: "edited", id: `${id}-editor` }, this.#sheet.view, this.#hints.bubble, this.#hints.line);
    let scheduled = false;
    this.#area.addEventListener("input", () => {
      if (scheduled) return;
      scheduled = true;
      // Several keystrokes within a frame are judged once.
      requestAnimationFrame(() => {
        scheduled = false;
        changed();
      });
    });
    this.#area.addEventListener("keydown", (event) => {
      if (event.key !== "F8") return;
      event.preventDefault();
      const place = this.#hints.next(event.shiftKey ? -1 : 1);
      if (place !== undefined) this.select(place.start, place.end);
    });
  }

  get value() {
    return this.#area.value;
  }

  /** Marks findings of the text as it stands now. @param {Finding[]} findings */
  show(findings) {
    const shown = { text: this.value, marked: findings.length > 0 };
    // Drawing costs a layout: a keystroke in one editor leaves the others alone.
    if (shown.text === this.#shown.text && !shown.marked && !this.#shown.marked) return;
    this.#shown = shown;
    this.#sheet.decorate(shown.text, findings);
    this.#hints.show(findings);
  }

  /** @param {string} sentence about the text */
  say(sentence) {
    this.#hints.say(sentence);
  }

  /** Puts the caret on a stretch of the text. @param {number} start @param {number} end */
  select(start, end) {
    this.#area.focus();
    this.#area.setSelectionRange(start, end);
    this.#sheet.reveal(start);
  }

  /** Replaces the whole text, as if typed. @param {string} text */
  fill(text) {
    if (text === this.value) this.#area.focus();
    else this.apply([{ start: 0, end: this.value.length, replacement: text }]);
  }

  /**
   * Replaces the text in a way that the browser's undo knows.
   *
   * @param {{ start: number, end: number, replacement: string }[]} edits in order, not overlapping
   */
  apply(edits) {
    const area = this.#area;
    area.focus();
    for (const { start, end, replacement } of edits.toReversed()) {
      area.setSelectionRange(start, end);
      const command = replacement === "" ? "delete" : "insertText";
      const inserted = replacement.length <= MAX_TYPED && document.execCommand(command, false, replacement);
      if (!inserted) area.setRangeText(replacement, start, end, "end");
    }
    area.dispatchEvent(new Event("input"));
  }
}
