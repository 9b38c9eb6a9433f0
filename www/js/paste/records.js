// The TXT records that a visitor pasted: the one at _mta-sts and the one at _smtp._tls.
import { parseRecord, parseTlsrptRecord } from "../../pkg/web.js";
import { chip } from "../chip.js";
import { copyable, element, visible } from "../dom.js";
import { findingView } from "../finding.js";
import { corrected } from "../text.js";
import { SAY } from "../words.js";

const KINDS = {
  sts: { title: "TXT record at _mta-sts", parse: parseRecord, words: ({ id }) => `Valid, id ${id}`, id: "record-verdict" },
  tlsrpt: { title: "TXT record at _smtp._tls", parse: parseTlsrptRecord, words: ({ rua }) => `Valid, reports go to ${rua.join(", ")}`, id: "tlsrpt-verdict" },
};

/** @param {{ sts: string, tlsrpt: string }} texts one record a line @returns {HTMLElement[]} */
export function recordViews(texts) {
  return Object.entries(KINDS).flatMap(([name, kind]) => recordView(kind, texts[name]));
}

function recordView({ title, parse, words, id }, text) {
  const records = text.split("\n").filter((line) => line.trim() !== "");
  if (records.length === 0) return [];
  const { value, source, findings } = parse(records);
  const outcome = value === null ? "fail" : findings.some(({ severity }) => severity === "warning") ? "warn" : "pass";
  const heading = value === null ? SAY.paste.recordIgnored : words(value);
  const mended = corrected(source, findings);
  return [
    element("h3", { class: "part" }, title),
    element("p", { "data-outcome": outcome, id }, chip(outcome), " ", ...visible(heading)),
    ...findings.map((finding) => findingView(finding, source)),
    ...(mended === source ? [] : [element("p", { class: "hint" }, SAY.paste.mendedRecord), copyable(mended, "the corrected record")]),
  ];
}
