// Every function of the package called many times, and what memory is left taken.
import { setTimeout as delay } from "node:timers/promises";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

import * as mtaSts from "mta-sts";

// The module's own memory, which the package does not show: by path, past its exports.
const { exports } = await import(new URL("../node_modules/mta-sts/lib/module.js", import.meta.url));

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc");

/** What the heap may grow by without a leak: code that is compiled anew, and the like. */
export const HEAP_SLACK = 1_000_000;

const POLICY = "version: STSv1\nmode: enforce\nmx: mail.example.com\nmx: *.example.net\nmax_age: 604800\n";
const BROKEN = "version: STSv1\nmode: Enforce\nmx: mail.example.com.\nname: é😀\nmax_age: 604_800\n";
const RECORD = "v=STSv1; id=20160831085700Z;";
const TLSRPT = "v=TLSRPTv1; rua=mailto:reports@example.com";
const MX = ["mail.example.com", "*.example.net"];
const HOSTS = ["mail.example.com", "a.example.net", "a.b.example.net"];
const DAY = new Date("2026-01-31T00:00:00Z");
const SNAPSHOT = { policy: POLICY, id: "1" };
const { value: READ } = mtaSts.parsePolicy(POLICY);
const FAILURE = { resultType: "certificate-expired", receivingMxHostname: "mail.example.com" };
const { text: REPORT } = mtaSts.writeReport({
  policyDomain: "example.com",
  organizationName: "A",
  contactInfo: "tls@a.example",
  reportId: "1",
  start: DAY,
  end: DAY,
  policies: [{ sts: POLICY, successfulSessions: 7, failedSessions: [[FAILURE]] }],
});
const network = async () => new Response(POLICY, { headers: { "content-type": "text/plain" } });
const CHECKED = await mtaSts.checkDomain("example.com", { fetch: network });
/** A store that keeps nothing, so that there is always something to fetch; a signal that outlives every call. */
const TOGETHER = { cache: { get() {}, set() {} }, records: [RECORD], fetch: network, signal: new AbortController().signal };
const CANDIDATES = HOSTS.map((host, index) => ({ preference: index, host }));

/** The fast path. */
export const LEAN = {
  isValid: () => mtaSts.isValid(POLICY),
  parse: () => mtaSts.parse(BROKEN),
  recordId: () => mtaSts.recordId(RECORD),
  matchAll: () => mtaSts.matchAll(MX, HOSTS),
};

/** The others, with what throws and what waits. */
export const OTHERS = {
  parsePolicy: () => mtaSts.parsePolicy(BROKEN),
  parseRecord: () => mtaSts.parseRecord([RECORD, "v=spf1 -all"]),
  parseTlsrptRecord: () => mtaSts.parseTlsrptRecord(TLSRPT),
  maxAgeAdvice: () => mtaSts.maxAgeAdvice(POLICY),
  toAscii: () => mtaSts.toAscii("Bücher.example"),
  "toAscii, refused": () => refused(() => mtaSts.toAscii("a..b")),
  matchMx: () => mtaSts.matchMx(MX, "mail.bücher.example"),
  fixedPolicy: () => mtaSts.fixedPolicy(BROKEN),
  fixedRecord: () => mtaSts.fixedRecord("v=STSv1, id=1"),
  fixedTlsrptRecord: () => mtaSts.fixedTlsrptRecord(TLSRPT),
  coverage: () => mtaSts.coverage(MX, HOSTS),
  diffPolicies: () => mtaSts.diffPolicies(SNAPSHOT, { policy: BROKEN, id: "2" }, HOSTS),
  generate: () => mtaSts.generate({ domain: "example.com", mxHosts: HOSTS, mode: "testing", reports: "mailto:a@example.com", now: DAY }),
  plan: () => mtaSts.plan({ domain: "example.com", now: DAY, current: SNAPSHOT, mxHosts: MX[0], wanted: { mode: "testing" } }),
  senderViews: () => mtaSts.senderViews(POLICY, HOSTS, RECORD),
  apply: () => mtaSts.apply(READ, CANDIDATES),
  "apply, refused": () => refused(() => mtaSts.apply(BROKEN, CANDIDATES)),
  parseReport: () => mtaSts.parseReport(REPORT),
  reportTotals: () => mtaSts.reportTotals([REPORT, REPORT]),
  writeReport: () => mtaSts.writeReport({ policyDomain: "example.com", organizationName: "A", contactInfo: "tls@a.example", reportId: "1", start: DAY, end: DAY, policies: [{ sts: POLICY, failedSessions: [[FAILURE]] }] }),
  decide: () => mtaSts.decide("example.com", { cache: mtaSts.mapPolicyCache(), records: [RECORD], fetch: network }),
  fetchPolicy: () => mtaSts.fetchPolicy("example.com", { fetch: network }),
  checkDomain: () => mtaSts.checkDomain("example.com", { fetch: network }),
  compareReports: () => mtaSts.compareReports([CHECKED, CHECKED]),
  compareResolvers: () => mtaSts.compareResolvers("example.com", { resolvers: ["https://a.example/", "https://b.example/"], fetch: network }),
  "decide, together": () => Promise.all([TOGETHER, TOGETHER].map((options) => mtaSts.decide("example.com", options))),
};

function refused(call) {
  try {
    call();
  } catch (error) {
    if (error instanceof mtaSts.MtaStsError) return;
    throw error;
  }
  throw new Error("it was not refused");
}

/**
 * Calls a function so many times, after a start that fills caches and tables.
 *
 * @returns {Promise<{ wasm: number, heap: number }>} by how many bytes the module's memory and JavaScript's heap have grown
 */
export async function soak(work, calls) {
  await repeat(work, Math.max(Math.ceil(calls / 10), 100));
  const [wasm, heap] = await memory();
  await repeat(work, calls);
  const after = await memory();
  return { wasm: after[0] - wasm, heap: after[1] - heap };
}

async function repeat(work, calls) {
  for (let n = 0; n < calls; n++) {
    const result = work();
    if (result instanceof Promise) await result;
  }
}

async function memory() {
  // Timers of time limits, and what finalisers give back, end in turns of their own.
  for (let turn = 0; turn < 3; turn++) {
    collect();
    await delay(1);
  }
  return [exports().memory.buffer.byteLength, process.memoryUsage().heapUsed];
}
