// The findings of a pasted text with their fixes. What a keystroke leaves as it was keeps its place on the page.
import { element } from "../dom.js";
import { findingView, places } from "../finding.js";
import { isSafe } from "../text.js";
import { SAY } from "../words/paste.js";

/** @typedef {import("../../pkg/index.d.ts").Finding} Finding */
/** @typedef {{ findings: Finding[], source: string }} Judged */

/** Views at first; more on request. */
const FEW = 50;

export class Findings {
  /** @type {Finding[]} */
  #judged = [];
  /** Whether all were asked for. */
  #unfolded = false;
  /** The views of the last judgement, by what they show. @type {Map<string, HTMLElement[]>} */
  #views = new Map();
  /** What each of them is about now: its place may have moved. @type {WeakMap<HTMLElement, Finding>} */
  #about = new WeakMap();
  #editor;

  /** @param {import("./editor.js").Editor} editor of the text that is judged */
  constructor(editor) {
    this.#editor = editor;
    this.view = element("div");
  }

  /** @param {Judged} judged */
  show({ findings, source }) {
    this.#judged = findings;
    const before = this.#views;
    this.#views = new Map();
    if (findings.length <= FEW) this.#unfolded = false;
    const shown = this.#unfolded ? findings : findings.slice(0, FEW);
    const wanted = shown.map((finding) => {
      const { code, severity, message, help, fixes } = finding;
      const key = JSON.stringify([code, severity, message, help, fixes.map(({ title }) => title), places(finding, source)]);
      const view = before.get(key)?.shift() ?? this.#viewOf(finding, source);
      this.#about.set(view, finding);
      this.#views.set(key, [...(this.#views.get(key) ?? []), view]);
      return view;
    });
    const box = this.view;
    const stay = new Set(/** @type {Element[]} */ (wanted));
    for (const view of [...box.children]) if (!stay.has(view)) view.remove();
    wanted.forEach((view, index) => box.children[index] === view || box.insertBefore(view, box.children[index] ?? null));
    if (shown.length < findings.length) box.append(this.#unfolding({ findings, source }));
  }

  /** The safe fixes of what was judged last, one for each finding. */
  safeFixes() {
    return this.#judged.flatMap(({ fixes }) => fixes.filter(isSafe).slice(0, 1));
  }

  /** Applies fixes at once; of those that overlap, the first. @param {import("../../pkg/index.d.ts").Fix[]} fixes */
  apply(fixes) {
    const edits = fixes.flatMap((fix) => fix.edits).sort((a, b) => a.span.start - b.span.start);
    const apart = [];
    for (const { span, replacement } of edits) {
      if (span.start >= (apart.at(-1)?.end ?? 0)) apart.push({ start: span.start, end: span.end, replacement });
    }
    this.#editor.apply(apart);
  }

  /** @param {Judged} judged */
  #unfolding(judged) {
    const all = () => {
      this.#unfolded = true;
      this.show(judged);
      this.view.children[FEW].querySelector("a")?.focus();
    };
    return element("div", { class: "actions" }, element("button", { type: "button", class: "all-findings", click: all }, SAY.allFindings(judged.findings.length)));
  }

  /** @param {Finding} finding @param {string} source */
  #viewOf(finding, source) {
    const button = (attributes, words, deed) => element("button", { type: "button", click: () => deed(/** @type {Finding} */ (this.#about.get(view))), ...attributes }, words);
    const [label] = finding.labels;
    const place = label && button({ class: "go" }, SAY.goTo(label.span.line), ({ labels: [{ span }] }) => this.#editor.select(span.start, span.end));
    const fixes = finding.fixes.map((fix, index) =>
      button({ class: "small" }, isSafe(fix) ? SAY.fix(fix.title) : SAY.perhaps(fix.title), ({ fixes }) => this.apply([fixes[index]])),
    );
    const view = findingView(finding, source, element("div", { class: "actions" }, place, ...fixes));
    return view;
  }
}
