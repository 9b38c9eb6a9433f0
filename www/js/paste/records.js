// A TXT record set that a visitor pasted, one record a line: the one at _mta-sts, or the one at _smtp._tls.
import { fixedRecord, fixedTlsrptRecord } from "../../pkg/first/lib/edit.js";
import { parseRecord, parseTlsrptRecord } from "../../pkg/first/lib/parse.js";
import { chip } from "../chip.js";
import { copyable, element, visible } from "../dom.js";
import { RECORDS } from "../words/paste.js";
import { Findings } from "./findings.js";
import { linesOfRecords, placed } from "./lines.js";

/** By the fields that they are pasted into. */
const KINDS = {
  txt: { ...RECORDS.sts, parse: parseRecord, fixed: fixedRecord, id: "record-verdict" },
  tlsrpt: { ...RECORDS.tlsrpt, parse: parseTlsrptRecord, fixed: fixedTlsrptRecord, id: "tlsrpt-verdict" },
};

/** The records of a text. @param {string} text */
export function recordsOf(text) {
  return linesOfRecords(text).map(({ record }) => record);
}

export class RecordPart {
  /** @type {Record<string, any>} */
  #kind;
  #editor;
  #findings;
  /** What was judged last. @type {string | undefined} */
  #text;
  #head = element("div");
  #mended = element("div");

  /** @param {keyof typeof KINDS} name @param {import("./editor.js").Editor} editor */
  constructor(name, editor) {
    this.#kind = KINDS[name];
    this.#editor = editor;
    this.#findings = new Findings(editor);
    this.view = element("section", {}, this.#head, this.#findings.view, this.#mended);
  }

  /** Judges what stands in the editor. */
  judge() {
    const text = this.#editor.value;
    if (text === this.#text) return;
    this.#text = text;
    const lines = linesOfRecords(text);
    this.view.hidden = lines.length === 0;
    if (lines.length === 0) {
      this.#show([], text, [], []);
      return;
    }
    const { title, valid, parse, fixed, id } = this.#kind;
    const records = lines.map(({ record }) => record);
    const { value, findings } = parse(records);
    const outcome = value === null ? "fail" : findings.some(({ severity }) => severity === "warning") ? "warn" : "pass";
    const mended = fixed(records).source;
    this.#show(
      placed(findings, lines),
      text,
      [
        element("h3", { class: "part" }, title),
        element("p", { "data-outcome": outcome, id }, chip(outcome), " ", ...visible(value === null ? RECORDS.ignored : valid(value))),
      ],
      mended === records.join("\n") ? [] : [element("p", { class: "hint" }, RECORDS.mended), copyable(mended, RECORDS.corrected)],
    );
  }

  #show(findings, source, head, mended) {
    this.#editor.show(findings);
    this.#head.replaceChildren(...head);
    this.#findings.show({ findings, source });
    this.#mended.replaceChildren(...mended);
  }
}
