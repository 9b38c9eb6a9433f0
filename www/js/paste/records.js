// The TXT records that a visitor pasted: the one at _mta-sts and the one at _smtp._tls.
import { fixedRecord, fixedTlsrptRecord } from "../../pkg/first/lib/edit.js";
import { parseRecord, parseTlsrptRecord } from "../../pkg/first/lib/parse.js";
import { chip } from "../chip.js";
import { copyable, element, visible } from "../dom.js";
import { findingView } from "../finding.js";
import { RECORDS } from "../words/paste.js";

const KINDS = {
  sts: { ...RECORDS.sts, parse: parseRecord, fixed: fixedRecord, id: "record-verdict" },
  tlsrpt: { ...RECORDS.tlsrpt, parse: parseTlsrptRecord, fixed: fixedTlsrptRecord, id: "tlsrpt-verdict" },
};

/** The records of a text that has one a line. @param {string} text */
export function recordsOf(text) {
  return text.split("\n").filter((line) => line.trim() !== "");
}

/** @param {{ sts: string, tlsrpt: string }} texts one record a line @returns {HTMLElement[]} */
export function recordViews(texts) {
  return Object.entries(KINDS).flatMap(([name, kind]) => recordView(kind, texts[name]));
}

function recordView({ title, valid, parse, fixed, id }, text) {
  const records = recordsOf(text);
  if (records.length === 0) return [];
  const { value, source, findings } = parse(records);
  const outcome = value === null ? "fail" : findings.some(({ severity }) => severity === "warning") ? "warn" : "pass";
  const heading = value === null ? RECORDS.ignored : valid(value);
  const mended = fixed(records).source;
  return [
    element("h3", { class: "part" }, title),
    element("p", { "data-outcome": outcome, id }, chip(outcome), " ", ...visible(heading)),
    ...findings.map((finding) => findingView(finding, source)),
    ...(mended === source ? [] : [element("p", { class: "hint" }, RECORDS.mended), copyable(mended, RECORDS.corrected)]),
  ];
}
