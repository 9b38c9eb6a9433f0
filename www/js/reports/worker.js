// Reads reports and adds them up, apart from the page, with a module instance of its own.
import { MtaStsError } from "../../pkg/lib/errors.js";
import { readReport, reportTotals } from "../../pkg/lib/tlsrpt.js";
import { init } from "../../pkg/lib/web-init.js";
import { reason } from "../reason.js";
import { clipped } from "./clip.js";
import { messages, reportParts } from "./mail.js";
import { SAY } from "../words/reports.js";

/** @typedef {import("../../pkg/index.d.ts").Finding} Finding */
/** @typedef {{ name: string, trouble?: string, findings: Finding[], sources: string[], more: number }} Faulty */
/** @typedef {{ files: number, reports: number, faulty: number, shown: Faulty[] }} Batch */

/** Milliseconds between messages to the page, however many files are read. */
const PAUSE = 100;
/** One report, packed or unpacked, in bytes: the core's own limit. */
const MAX_REPORT = 33_554_432;
/** An mbox of many reports. */
const MAX_FILE = 268_435_456;
/** Characters kept for adding up. */
const MAX_TEXT = 268_435_456;
/** Files whose findings are shown, and findings of each. */
const MAX_FAULTY = 200;
const MAX_FINDINGS = 20;

const ready = init();
ready.then(
  () => postMessage({ event: "ready" }),
  (error) => postMessage({ event: "stopped", why: reason(error) }),
);
/** @type {string[]} */
let texts = [];
let characters = 0;
let faulty = 0;
/** The job that is wanted; a cancelled one finds another number here. */
let wanted = 0;

const ORDERS = {
  read,
  total,
  cancel: () => (wanted = 0),
  clear() {
    wanted = 0;
    [texts, characters, faulty] = [[], 0, 0];
  },
};

addEventListener("message", async ({ data }) => {
  try {
    await ready;
    await ORDERS[data.order](data);
  } catch (error) {
    postMessage({ event: "stopped", why: reason(error) });
  }
});

/** @param {{ files: import("./chosen.js").Chosen[], job: number }} order */
async function read({ files, job }) {
  wanted = job;
  let batch = emptyBatch();
  let told = performance.now();
  for (const file of files) {
    await add(file, batch, () => wanted === job);
    if (wanted !== job) break;
    if (performance.now() - told < PAUSE) continue;
    postMessage({ event: "read", job, batch });
    batch = emptyBatch();
    told = performance.now();
  }
  postMessage({ event: "read", job, batch });
  postMessage({ event: "ended", job, cancelled: wanted !== job });
}

/** @returns {Batch} */
function emptyBatch() {
  return { files: 0, reports: 0, faulty: 0, shown: [] };
}

/** @param {import("./chosen.js").Chosen} chosen @param {Batch} batch @param {() => boolean} isWanted */
async function add({ file, name }, batch, isWanted) {
  const fail = (name, error) => note(batch, () => ({ name, trouble: reason(error), findings: [], sources: [], more: 0 }));
  try {
    for (const { parts, place } of await contentsOf(file)) {
      const named = place === 0 ? name : SAY.message(name, place);
      if (parts.length === 0) fail(named, new Error(SAY.mailWithout));
      for (const part of parts) {
        if (!isWanted()) return;
        await addPart(part, named, batch, isWanted).catch((error) => fail(named, error));
      }
    }
  } catch (error) {
    fail(name, error);
  }
  if (isWanted()) batch.files += 1;
}

/** @param {Uint8Array} part @param {string} name of its file @param {Batch} batch @param {() => boolean} isWanted */
async function addPart(part, name, batch, isWanted) {
  const { value, salvaged, findings, source } = await parsed(part);
  if (!isWanted()) return;
  if (characters + source.length > MAX_TEXT) throw new Error(SAY.tooMuch(MAX_TEXT));
  const reports = (value ?? salvaged ?? []).length;
  batch.reports += reports;
  if (reports > 0) {
    texts.push(source);
    characters += source.length;
  }
  if (findings.length > 0) note(batch, () => ({ name, ...shownOf(findings, source) }));
}

/**
 * What a file holds: itself, or the reports in each of its mail messages, counted from 1 where there are more.
 *
 * @param {File} file
 * @returns {Promise<{ parts: Uint8Array[], place: number }[]>}
 * @throws {Error} with a sentence for the visitor
 */
async function contentsOf(file) {
  if (file.size > MAX_FILE) throw new Error(SAY.tooLarge(MAX_REPORT));
  const buffer = await file.arrayBuffer().catch(() => {
    throw new Error(SAY.unreadable);
  });
  const bytes = new Uint8Array(buffer);
  const mail = messages(bytes);
  if (file.size > MAX_REPORT && (mail?.length ?? 1) === 1) throw new Error(SAY.tooLarge(MAX_REPORT));
  if (mail === null) return [{ parts: [bytes], place: 0 }];
  return mail.map((message, index) => ({ parts: reportParts(message), place: mail.length > 1 ? index + 1 : 0 }));
}

/** @param {Uint8Array} bytes @throws {Error} with a sentence for the visitor */
async function parsed(bytes) {
  if (bytes[0] === 0x50 && bytes[1] === 0x4b) throw new Error(SAY.zip);
  try {
    return await readReport(bytes, { limit: MAX_REPORT });
  } catch (error) {
    if (!(error instanceof MtaStsError)) throw error;
    throw new Error(error.code === "report-too-large" ? SAY.tooLarge(MAX_REPORT) : SAY.damaged);
  }
}

function note(batch, entry) {
  batch.faulty += 1;
  faulty += 1;
  if (faulty <= MAX_FAULTY) batch.shown.push(entry());
}

/** @param {Finding[]} findings @param {string} text */
function shownOf(findings, text) {
  const clips = findings.slice(0, MAX_FINDINGS).map((finding) => clipped(finding, text));
  const more = findings.length - clips.length;
  return { findings: clips.map(({ finding }) => finding), sources: clips.map(({ source }) => source), more };
}

/** @param {{ domain: string | undefined, job: number }} order */
function total({ domain, job }) {
  postMessage({ event: "totals", job, domain, totals: reportTotals(texts, domain) });
}
