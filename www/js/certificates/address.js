// One address of an MX host: how far the session came, and its certificate.
import { chip } from "../chip.js";
import { element, visible } from "../dom.js";
import { findingView } from "../finding.js";
import { PROBE_OUTCOMES, SAY } from "../words/certificates.js";

/** @typedef {import("../../pkg/index.d.ts").AddressProbe} AddressProbe */
/** @typedef {import("../../pkg/index.d.ts").Finding} Finding */

const DAY = 86_400;
const UNTESTED = ["rejected", "temporary", "unreachable"];

/** @param {AddressProbe} probe @param {Finding[]} findings */
export function addressView(probe, findings) {
  const { address, port, result } = probe;
  const outcome = outcomeOf(result, findings);
  return element(
    "div",
    { class: "address", "data-outcome": outcome },
    element("h5", {}, chip(outcome), " ", element("span", { class: "mono" }, ...visible(SAY.port(address, port)))),
    element("dl", { class: "facts" }, ...facts(result).flatMap(([name, value]) => [element("dt", {}, name), element("dd", {}, ...visible(value))])),
    ...findings.map((finding) => findingView(finding, undefined)),
  );
}

/** @param {Record<string, any>} result @param {Finding[]} findings */
function outcomeOf({ outcome, certificate }, findings) {
  if (findings.some(({ severity }) => severity === "error")) return "fail";
  if (UNTESTED.includes(outcome)) return "not-tested";
  // It was good when it was looked at, and may have been renewed.
  const since = certificate !== undefined && daysLeft(certificate) < 0;
  if (since || findings.some(({ severity }) => severity === "warning")) return "warn";
  return outcome === "handshake" ? "pass" : "fail";
}

function facts(result) {
  const session = Object.hasOwn(PROBE_OUTCOMES, result.outcome) ? PROBE_OUTCOMES[result.outcome] : result.outcome;
  const rows = [[SAY.session, [session, result.phase, result.code, result.text, result.detail].filter(Boolean).join(", ")]];
  const { certificate } = result;
  if (certificate === undefined) return rows;
  const days = daysLeft(certificate);
  return [
    ...rows,
    [SAY.tls, [result.protocol, result.cipher].filter(Boolean).join(", ")],
    [SAY.chain, [result.chain?.verdict, result.chain?.detail].filter(Boolean).join(": ")],
    [SAY.names, certificate.dnsNames.join(", ") || SAY.noName],
    [SAY.issuer, certificate.issuer],
    [SAY.valid, SAY.validity(date(certificate.notBefore), date(certificate.notAfter), days < 0 ? SAY.expired : SAY.daysLeft(days))],
  ];
}

function daysLeft({ notAfter }) {
  return Math.floor((notAfter - Date.now() / 1000) / DAY);
}

function date(seconds) {
  return new Date(seconds * 1000).toISOString().slice(0, 10);
}
