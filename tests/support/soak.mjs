// Every function of the package called many times, and what memory is left taken.
import { once } from "node:events";
import { createServer } from "node:http";
import { setImmediate as nextTurn, setTimeout as delay } from "node:timers/promises";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

import * as mtaSts from "mta-sts";
import * as edge from "mta-sts/edge";
import { guardedFetch, isPublicAddress, nodeListener } from "mta-sts/edge/node";
import { explain } from "mta-sts/explain";

// The module's own memory, which the package does not show: by path, past its exports.
const { exports } = await import(new URL("../node_modules/mta-sts/lib/module.js", import.meta.url));

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc");

/** What the heap may grow by without a leak: code that is compiled anew, and the like. */
export const HEAP_SLACK = 1_000_000;
/** Calls that share one turn of the event loop. */
const CALLS_A_TURN = 100;

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
const PACKED = await mtaSts.packReport(REPORT);
const network = async () => new Response(POLICY, { headers: { "content-type": "text/plain" } });
const CHECKED = await mtaSts.checkDomain("example.com", { fetch: network });
/** A store that keeps nothing, so that there is always something to fetch; a signal that outlives every call. */
const TOGETHER = { cache: { get() {}, set() {} }, records: [RECORD], fetch: network, signal: new AbortController().signal };
const CANDIDATES = HOSTS.map((host, index) => ({ preference: index, host }));

/** A KV namespace with one key to it. */
const stored = new Map();
const KV = {
  get: async (key, type) => (type === "json" ? JSON.parse(stored.get(key) ?? "null") : (stored.get(key) ?? null)),
  put: async (key, value) => void stored.set(key, value),
};
/** The Cache API's two methods, over texts. */
const API = {
  match: async (url) => (stored.has(url) ? new Response(stored.get(url)) : undefined),
  put: async (url, response) => void stored.set(url, await response.text()),
};
const MAP_CACHE = mtaSts.mapPolicyCache();
const KV_CACHE = mtaSts.kvPolicyCache(KV);
const API_CACHE = mtaSts.cacheApiPolicyCache(API);
const at = (path, handler) => Object.assign(handler, { path });
const POLICY_HOST = at("/.well-known/mta-sts.txt", edge.policyHost({ domains: { "example.com": POLICY } }));
const LAST_GOOD = { get: () => POLICY, set() {} };
const LAST_GOOD_HOST = at("/.well-known/mta-sts.txt", edge.policyHost({ domains: { "example.com": BROKEN }, lastGood: LAST_GOOD, log() {} }));
const RELAY = at("/relay", edge.relay({ fetch: network, cacheSeconds: 0 }));
const CHECK_API = at("/check", edge.checkApi({ fetch: network, cacheSeconds: 0 }));
const LIMITED = edge.rateLimit({ limit: 10 });
const GUARDED = guardedFetch({ lookup: (name, options, callback) => callback(null, [{ address: "127.0.0.1", family: 4 }]) });
const SERVER = createServer(nodeListener(async () => new Response("ok")));
await once(SERVER.listen(0, "127.0.0.1").unref(), "listening");

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
  generate: () => mtaSts.generate({ domain: "example.com", mx: HOSTS, mode: "testing", rua: "mailto:a@example.com", policyHost: "host.example.net", now: DAY }),
  plan: () => mtaSts.plan({ domain: "example.com", now: DAY, current: SNAPSHOT, mxHosts: MX[0], wanted: { mode: "testing" } }),
  senderViews: () => mtaSts.senderViews(POLICY, HOSTS, RECORD),
  apply: () => mtaSts.apply(READ, CANDIDATES),
  "apply, refused": () => refused(() => mtaSts.apply(BROKEN, CANDIDATES)),
  parseReport: () => mtaSts.parseReport(REPORT),
  reportTotals: () => mtaSts.reportTotals([REPORT, REPORT]),
  readReport: () => mtaSts.readReport(PACKED),
  "readReport, refused": () => refused(() => mtaSts.readReport(PACKED.subarray(0, 20))),
  packReport: () => mtaSts.packReport(REPORT),
  writeReport: () => mtaSts.writeReport({ policyDomain: "example.com", organizationName: "A", contactInfo: "tls@a.example", reportId: "1", start: DAY, end: DAY, policies: [{ sts: POLICY, failedSessions: [[FAILURE]] }] }),
  decide: () => mtaSts.decide("example.com", { cache: mtaSts.mapPolicyCache(), records: [RECORD], fetch: network }),
  fetchPolicy: () => mtaSts.fetchPolicy("example.com", { fetch: network }),
  checkDomain: () => mtaSts.checkDomain("example.com", { fetch: network }),
  "checkDomain, aborted": () => refused(() => mtaSts.checkDomain("example.com", { fetch: network, signal: AbortSignal.abort() })),
  checkEvents: () => read(mtaSts.checkEvents("example.com", { fetch: network })),
  "checkEvents, left": () => leave(mtaSts.checkEvents("example.com", { fetch: network })),
  compareReports: () => mtaSts.compareReports([CHECKED, CHECKED]),
  compareResolvers: () => mtaSts.compareResolvers("example.com", { resolvers: ["https://a.example/", "https://b.example/"], fetch: network }),
  "decide, together": () => Promise.all([TOGETHER, TOGETHER].map((options) => mtaSts.decide("example.com", options))),
};

/** What comes beside the module: caches of Senders and the handlers for the edge, each for many calls. */
export const HANDLERS = {
  mapPolicyCache: () => kept(MAP_CACHE),
  kvPolicyCache: () => kept(KV_CACHE),
  cacheApiPolicyCache: () => kept(API_CACHE),
  policyHost: () => answered(POLICY_HOST, 200),
  "policyHost, last good": () => answered(LAST_GOOD_HOST, 200),
  hostedAt: () => edge.hostedAt({ policy: POLICY, id: "1", next: { policy: POLICY, id: "2", from: 1 }, removed: { from: 2, id: "3" } }, 1000, 600),
  fromKv: () => edge.fromKv(KV)("example.com"),
  kvLastGood: () => edge.kvLastGood(KV).get("example.com"),
  relay: () => answered(RELAY, 200),
  "relay, refused": () => answered(RELAY, 400, "localhost"),
  checkApi: () => answered(CHECK_API, 200),
  "checkApi, NDJSON": () => answered(CHECK_API, 200, "example.com&format=ndjson"),
  badge: () => edge.badge("pass"),
  rateLimit: () => LIMITED(new Request("https://edge.example/")),
  publicDomain: () => edge.publicDomain("Bücher.com"),
  isPublicAddress: () => isPublicAddress("2001:db8::1"),
  "guardedFetch, refused": () => keptOutside(GUARDED("https://mta-sts.example.com/")),
  nodeListener: () => served(`http://127.0.0.1:${SERVER.address().port}/`),
  explain: () => explain("policy/mode-invalid"),
};

function refused(call) {
  const failed = (error) => {
    if (!(error instanceof mtaSts.MtaStsError)) throw error;
  };
  try {
    const result = call();
    return result.then(wrong, failed);
  } catch (error) {
    return failed(error);
  }
}

function wrong() {
  throw new Error("it was not refused");
}

async function read(events) {
  for await (const event of events) if (event.event === "finished") return;
  throw new Error("it did not finish");
}

async function leave(events) {
  for await (const _ of events) return;
}

async function kept(cache) {
  const { next, policy } = await mtaSts.decide("example.com", { cache, records: [RECORD], fetch: network, now: () => +DAY });
  if (policy?.mode !== "enforce" || next === "back-off") throw new Error(`${next}: not kept`);
}

async function keptOutside(fetched) {
  const { cause } = await fetched.then(wrong, (error) => error);
  if (cause?.code !== "EACCES") throw new Error("it was not kept outside", { cause });
}

async function served(url) {
  const response = await fetch(url);
  if ((await response.text()) !== "ok") throw new Error(`${response.status}`);
}

/** One request; the answer is read to its end. */
async function answered(handler, status, domain = "example.com") {
  const response = await handler(new Request(`https://mta-sts.example.com${handler.path}?domain=${domain}`));
  await response.arrayBuffer();
  if (response.status !== status) throw new Error(`${handler.path}: ${response.status}`);
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
    // A network's answer ends a turn. Here nothing does, and until then the engine keeps what it has made WeakRefs of:
    // the signals of all time limits, which expire together after a minute.
    if (n % CALLS_A_TURN === 0) await nextTurn();
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
