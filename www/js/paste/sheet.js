// What lies behind and beside a text area: underlined findings and line numbers, drawn where one looks.
import { element } from "../dom.js";
import { lineStarts, stretches } from "../text.js";

/** @typedef {import("../../pkg/index.d.ts").Finding} Finding */

/** Lines drawn beyond those that are seen, above and below. */
const SPARE = 10;

export class Sheet {
  /** What is drawn: of which text, and of which of its lines. */
  #text = "";
  #starts = [0];
  /** @type {ReturnType<typeof stretches>} */
  #marks = [];
  #first = 0;
  #last = 0;
  /** Where the text has scrolled to, and how much of it is seen: kept, because asking while a keystroke is handled costs a layout of the whole text. */
  #scrolled = { top: 0, left: 0, height: 0, line: 1 };
  #area;
  #numbers = element("span", { class: "strip" });
  #lines = element("span", { class: "strip" });
  #gutter = element("div", { class: "gutter", "aria-hidden": "true" }, this.#numbers);

  /** @param {HTMLTextAreaElement} area it lies over a sheet of the same metrics, which carries the marks */
  constructor(area) {
    this.#area = area;
    const backdrop = element("pre", { class: "backdrop", "aria-hidden": "true" }, this.#lines);
    this.view = element("div", { class: "editor" }, this.#gutter, element("div", { class: "sheet" }, backdrop, area));
    const follow = () => this.#follow();
    area.addEventListener("scroll", follow);
    new ResizeObserver(follow).observe(area);
  }

  /**
   * @param {string} text
   * @param {Finding[]} findings
   */
  decorate(text, findings) {
    this.#text = text;
    this.#starts = lineStarts(text);
    this.#marks = stretches(findings);
    this.#gutter.style.minWidth = `calc(${String(this.#starts.length).length}ch + 1.4rem)`;
    this.#draw();
  }

  /** Scrolls to a place in the text, which browsers do only for what is typed. @param {number} at */
  reveal(at) {
    const area = this.#area;
    const line = this.#starts.findLastIndex((start) => start <= at);
    this.#measure();
    const [from, to] = this.#seen();
    if (line <= from || line >= to - 1) area.scrollTop = Math.max(0, line * this.#scrolled.line - this.#scrolled.height / 2);
    this.#measure();
    this.#draw();
    const mark = this.#drawn().find(({ dataset }) => this.#marks[Number(dataset.mark)].start === at);
    if (mark === undefined) return;
    const [{ left }, place] = [area.getBoundingClientRect(), mark.getBoundingClientRect()];
    if (place.left < left || place.right > left + area.clientWidth) area.scrollLeft += place.left - left - area.clientWidth / 3;
  }

  /**
   * The finding whose mark is at a point of the screen, and where that mark is.
   *
   * @param {number} x
   * @param {number} y
   * @returns {{ finding: Finding, place: DOMRect } | null}
   */
  at(x, y) {
    const over = ({ left, right, top, bottom }) => left <= x && x <= right && top <= y && y <= bottom;
    for (const mark of this.#drawn()) {
      if ([...mark.getClientRects()].some(over)) return { finding: this.#marks[Number(mark.dataset.mark)].finding, place: mark.getBoundingClientRect() };
    }
    return null;
  }

  #drawn() {
    return [...this.#lines.querySelectorAll("mark")];
  }

  #follow() {
    this.#measure();
    const [from, to] = this.#seen();
    if (from < this.#first || to > this.#last) this.#draw();
    else this.#place();
  }

  #measure() {
    const { scrollTop: top, scrollLeft: left, clientHeight: height } = this.#area;
    this.#scrolled = { top, left, height, line: Number.parseFloat(getComputedStyle(this.#area).lineHeight) };
  }

  /** The lines that are seen, the last one excluded. */
  #seen() {
    const { top, height, line } = this.#scrolled;
    return [Math.max(0, Math.floor(top / line) - 1), Math.min(this.#starts.length, Math.ceil((top + height) / line))];
  }

  #draw() {
    const [from, to] = this.#seen();
    this.#first = Math.max(0, from - SPARE);
    this.#last = Math.min(this.#starts.length, to + SPARE);
    this.#numbers.textContent = Array.from({ length: this.#last - this.#first }, (_, index) => this.#first + index + 1).join("\n");
    this.#lines.replaceChildren(...this.#marked(this.#starts[this.#first], this.#starts[this.#last] ?? this.#text.length));
    this.#place();
  }

  /** A stretch of the text with its marks. @param {number} begin @param {number} end */
  #marked(begin, end) {
    const nodes = [];
    let done = begin;
    this.#marks.forEach(({ start, end: stop, finding }, index) => {
      if (stop < begin || start > end) return;
      const from = Math.max(start, begin);
      nodes.push(this.#text.slice(done, from));
      done = Math.min(stop, end);
      const attributes = { "data-severity": finding.severity, "data-mark": index, class: start === stop ? "point" : false };
      nodes.push(element("mark", attributes, this.#text.slice(from, done)));
    });
    return [...nodes, this.#text.slice(done, end)];
  }

  #place() {
    const { top, left, line } = this.#scrolled;
    const down = this.#first * line - top;
    this.#numbers.style.transform = `translateY(${down}px)`;
    this.#lines.style.transform = `translate(${-left}px, ${down}px)`;
  }
}
