// What a marked stretch of an editor means, told where one points at it and where the caret stands.
import { element, prose, visible } from "../dom.js";
import { SEVERITIES } from "../words/common.js";
import { SAY } from "../words/paste.js";

/** @typedef {import("../../pkg/index.d.ts").Finding} Finding */

export class Hints {
  /** Of the text as it stands now. @type {Finding[]} */
  #known = [];
  /** What the line below the text tells. @type {Finding | undefined} */
  #told;
  #area;
  #sheet;

  /**
   * @param {HTMLTextAreaElement} area
   * @param {import("./sheet.js").Sheet} sheet
   */
  constructor(area, sheet) {
    this.#area = area;
    this.#sheet = sheet;
    this.bubble = element("div", { class: "bubble", role: "tooltip", hidden: true });
    this.line = element("p", { id: `${area.id}-at-caret`, class: "at-caret", role: "status" });
    const hide = () => (this.bubble.hidden = true);
    area.addEventListener("pointermove", ({ clientX, clientY }) => this.#point(clientX, clientY));
    area.addEventListener("pointerleave", hide);
    area.addEventListener("scroll", hide);
    area.addEventListener("keydown", ({ key }) => key === "Escape" && hide());
    document.addEventListener("selectionchange", () => {
      if (document.activeElement === area) this.#tellCaret();
    });
  }

  /** @param {Finding[]} findings of the text as it stands now */
  show(findings) {
    this.#known = findings;
    this.bubble.hidden = true;
    this.#tellCaret();
  }

  /** Something else about the text. @param {string} sentence */
  say(sentence) {
    this.line.replaceChildren(...visible(sentence));
  }

  /** The place of the next finding in the text, or of the one before; round at the ends. @param {1 | -1} direction */
  next(direction) {
    const places = this.#known.flatMap(({ labels }) => labels.slice(0, 1)).map(({ span }) => span);
    places.sort((a, b) => a.start - b.start);
    const at = this.#area.selectionStart;
    const next = direction > 0 ? places.find(({ start }) => start > at) : places.findLast(({ start }) => start < at);
    return next ?? places.at(direction > 0 ? 0 : -1);
  }

  /** The marks lie behind the text and cannot be pointed at themselves. */
  #point(x, y) {
    const found = this.#sheet.at(x, y);
    const { bubble } = this;
    bubble.hidden = found === null;
    if (found === null) return;
    const { finding, place } = found;
    bubble.dataset.severity = finding.severity;
    bubble.replaceChildren(...sentence(finding), element("span", {}, ...prose(finding.help)));
    const around = /** @type {HTMLElement} */ (bubble.parentElement).getBoundingClientRect();
    bubble.style.left = `${Math.max(0, Math.min(place.left - around.left, around.width - bubble.offsetWidth))}px`;
    bubble.style.top = `${place.bottom - around.top + 4}px`;
  }

  /** Below the editor: the finding that the caret stands in. */
  #tellCaret() {
    const at = this.#area.selectionStart;
    const within = ({ labels }) => labels.slice(0, 1).some(({ span }) => span.start <= at && at <= span.end);
    const finding = this.#known.find(within);
    if (finding === this.#told && finding !== undefined) return;
    this.#told = finding;
    const { line } = this;
    if (finding !== undefined) {
      line.dataset.severity = finding.severity;
      line.replaceChildren(...sentence(finding));
    } else {
      delete line.dataset.severity;
      const words = this.#known.length === 0 ? "" : SAY.keys;
      // The same words anew would cost a layout for each move of the caret.
      if (line.textContent !== words) line.textContent = words;
    }
  }
}

/** @param {Finding} finding */
function sentence(finding) {
  const kind = element("strong", { class: "kind" }, `${SEVERITIES[finding.severity]}: `);
  return [kind, ...prose(`${finding.message}. `)];
}
