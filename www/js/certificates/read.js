// The output of `mta-sts probe --format json` or `mta-sts check --format json`, as text, into what was seen where.
import { SAY } from "../words/certificates.js";
import { SEVERITIES } from "../words/common.js";

/** @typedef {import("../../pkg/index.d.ts").Probe} Probe */
/** @typedef {import("../../pkg/index.d.ts").Finding} Finding */
/** @typedef {{ probes: Probe[], findings: Finding[] }} Seen */

const { notOurs, notJson, noProbe } = SAY;

/**
 * @param {string} text one JSON document, or one a line
 * @returns {Seen}
 * @throws {Error} with a sentence for the visitor
 */
export function readProbes(text) {
  const documents = parse(text);
  const seen = documents.map(oneDocument);
  const probes = seen.flatMap(({ probes }) => probes);
  if (probes.length === 0) throw new Error(`${notOurs} ${noProbe}`);
  return { probes, findings: seen.flatMap(({ findings }) => findings) };
}

function parse(text) {
  const whole = attempt(text);
  if (whole !== undefined) return [whole];
  const lines = text.split("\n").filter((line) => line.trim() !== "");
  const documents = lines.map(attempt);
  if (lines.length < 2 || documents.includes(undefined)) throw new Error(`${notOurs} ${notJson}`);
  return documents;
}

function attempt(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** @returns {Seen} */
function oneDocument(document) {
  if (Array.isArray(document?.probes) && Array.isArray(document.steps)) {
    const starttls = document.steps.find((step) => step?.step === "starttls");
    return { probes: document.probes.filter(isProbe), findings: findings(starttls) };
  }
  if (isProbe(document?.probe)) return { probes: [document.probe], findings: findings(document) };
  throw new Error(notOurs);
}

// What is shown is looked at closely: the text may come from anywhere.
const isText = (value) => typeof value === "string";
const isTextIfAny = (value) => value === undefined || isText(value);
/** JavaScript's dates reach no further. */
const isTime = (value) => typeof value === "number" && Math.abs(value) <= 8.64e12;

function isProbe(value) {
  return isText(value?.host) && Array.isArray(value.addresses) && value.addresses.every(isAddress);
}

function isAddress(entry) {
  const result = entry?.result;
  const texts = [result?.phase, result?.text, result?.detail, result?.protocol, result?.cipher];
  const number = result?.code === undefined || Number.isInteger(result.code);
  const port = Number.isInteger(entry?.port);
  return isText(entry?.address) && port && isText(result?.outcome) && number && texts.every(isTextIfAny) && isChain(result.chain) && isCertificate(result.certificate);
}

function isChain(chain) {
  return chain === undefined || (isText(chain?.verdict) && isTextIfAny(chain.detail));
}

function isCertificate(certificate) {
  if (certificate === undefined) return true;
  const { dnsNames, issuer, notBefore, notAfter } = certificate ?? {};
  return Array.isArray(dnsNames) && dnsNames.every(isText) && isText(issuer) && isTime(notBefore) && isTime(notAfter);
}

function findings(from) {
  const all = Array.isArray(from?.findings) ? from.findings : [];
  return all.filter((finding) => {
    const { code, message, help, rfc, affects, severity } = finding ?? {};
    return [code, message, help].every(isText) && [rfc, affects].every(isTextIfAny) && Object.hasOwn(SEVERITIES, severity);
  });
}
