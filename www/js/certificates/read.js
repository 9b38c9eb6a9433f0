// The output of `mta-sts probe --format json` or `mta-sts check --format json`, as text, into what was seen where.
import { SAY } from "../words.js";

/** @typedef {import("../../pkg/index.d.ts").Probe} Probe */
/** @typedef {import("../../pkg/index.d.ts").Finding} Finding */
/** @typedef {{ probes: Probe[], findings: Finding[] }} Seen */

const { notOurs, notJson, noProbe } = SAY.certificates;

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

function isProbe(value) {
  const address = (entry) => typeof entry?.address === "string" && typeof entry.result?.outcome === "string";
  return typeof value?.host === "string" && Array.isArray(value.addresses) && value.addresses.every(address);
}

function findings(from) {
  const all = Array.isArray(from?.findings) ? from.findings : [];
  return all.filter(({ code, message, help }) => [code, message, help].every((part) => typeof part === "string"));
}
