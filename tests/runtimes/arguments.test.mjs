// Whatever a function is given in place of what it wants: it works, or throws an MtaStsError that names the argument.
import assert from "node:assert/strict";
import { test } from "node:test";

import * as mtaSts from "mta-sts";
import * as edge from "mta-sts/edge";
import * as edgeNode from "mta-sts/edge/node";

const { MtaStsError } = mtaSts;

const CODES = ["invalid-domain", "invalid-argument", "invalid-resolver", "not-initialised", "report-too-large", "report-unreadable", "aborted"];

const POLICY = "version: STSv1\nmode: enforce\nmx: mail.example.com\nmax_age: 604800\n";
const READ = mtaSts.parsePolicy(POLICY).value;
const DAY = new Date("2026-01-31T00:00:00Z");
const SNAPSHOT = { policy: POLICY, id: "1" };
const offline = async () => {
  throw new TypeError("offline");
};
const OPTIONS = { resolver: "https://dns.example/", relay: "https://relay.example/", signal: new AbortController().signal, fetch: offline, now: Date.now, timeout: 10 };
const REPORT = await mtaSts.checkDomain("example.com", { fetch: offline });

/** Right arguments of each function. */
const CALLS = {
  apply: [READ, [{ preference: 10, host: "mx.example.com", validation: { outcome: "failed", resultType: "certificate-expired" } }]],
  cacheApiPolicyCache: [{ match() {}, put() {} }, "https://cache.example/"],
  checkDomain: ["example.com", { ...OPTIONS, onEvent() {} }],
  checkEvents: ["example.com", { ...OPTIONS, onEvent() {} }],
  compareReports: [[REPORT, REPORT]],
  compareResolvers: ["example.com", { ...OPTIONS, resolvers: ["https://a.example/", "https://b.example/"], onEvent() {} }],
  coverage: [["mail.example.com"], ["mail.example.com"]],
  decide: ["example.com", { ...OPTIONS, cache: { get() {}, set() {} }, records: ["v=STSv1; id=1"], candidates: [{ preference: 10, host: "mx.example.com" }], waitUntil() {} }],
  diffPolicies: [SNAPSHOT, SNAPSHOT, ["mail.example.com"]],
  fetchPolicy: ["example.com", OPTIONS],
  fixedPolicy: [POLICY],
  fixedRecord: [["v=STSv1; id=1"]],
  fixedTlsrptRecord: [["v=TLSRPTv1; rua=mailto:a@example.com"]],
  generate: [{ domain: "example.com", mode: "testing", mx: ["mail.example.com"], maxAge: 86_400, rua: ["a@example.com"], policyHost: ["host.example.net"], id: "1", now: DAY }],
  isValid: [POLICY],
  kvPolicyCache: [{ get() {}, put() {} }, "p:"],
  mapPolicyCache: [new Map(), { maxDomains: 5 }],
  matchAll: [["mail.example.com"], ["mail.example.com"]],
  matchMx: [["mail.example.com"], "mail.example.com"],
  maxAgeAdvice: [POLICY],
  packReport: ["{}"],
  parse: [POLICY],
  parsePolicy: [POLICY],
  parseRecord: [["v=STSv1; id=1"]],
  parseReport: ["{}"],
  parseTlsrptRecord: [["v=TLSRPTv1; rua=mailto:a@example.com"]],
  plan: [{ domain: "example.com", now: DAY, current: SNAPSHOT, earlier: [{ policy: POLICY, lastServed: DAY, id: "0" }], mxHosts: ["mail.example.com"], ttls: { record: 60, mx: 60, policyHost: 60 }, wanted: { mode: "testing", maxAge: 86_400, mxHosts: ["mail.example.com"], policyHost: "host.example.net" } }],
  readReport: [new TextEncoder().encode("{}"), { limit: 1000 }],
  recordId: [["v=STSv1; id=1"]],
  reportTotals: [["{}"], "example.com"],
  senderViews: [POLICY, ["mail.example.com"], ["v=STSv1; id=1"]],
  toAscii: ["example.com"],
  writeReport: [
    {
      policyDomain: "example.com", organizationName: "A", contactInfo: "tls@a.example", reportId: "1", start: DAY, end: DAY, uniqueId: "1",
      policies: [{ sts: POLICY, successfulSessions: 1, failedSessions: [[{ resultType: "certificate-expired", receivingMxHostname: "mail.example.com" }]] }],
    },
  ],
};

const CALLS_OF_EDGE = {
  badge: ["pass"],
  checkApi: [{ origins: ["https://x.example"], rateLimit: () => true, specialUse: ["test"], cacheSeconds: 1, fetch: offline, timeout: 10, now: Date.now, resolver: "https://dns.example/", basePath: "" }],
  fromKv: [{ get() {} }, "p:"],
  hostedAt: [{ policy: POLICY, id: "1", next: { policy: POLICY, id: "2", from: 1 }, removed: { from: 2, id: "3", maxAges: [60] } }, 1000, 600],
  kvLastGood: [{ get() {}, put() {} }, "p:"],
  policyHost: [{ domains: { "example.com": POLICY }, log() {}, cacheSeconds: 60, settleSeconds: 60, lastGood: { get() {}, set() {} }, domainOf: () => null, now: Date.now }],
  publicDomain: ["example.com", ["test"]],
  rateLimit: [{ limit: 1, seconds: 1, key: () => "", now: Date.now }],
  relay: [{ origins: ["https://x.example"], rateLimit: () => true, specialUse: ["test"], cacheSeconds: 1, fetch: offline, timeout: 10, now: Date.now }],
};

const CALLS_OF_NODE = {
  guardedFetch: [{ lookup() {}, allow: () => true, ca: "", port: 443, trusted: ["https://dns.example"] }],
  isPublicAddress: ["192.0.2.1"],
  nodeListener: [async () => new Response()],
  remoteAddress: [new Request("https://x.example/")],
};

/** These have an answer for everything. */
const TAKES_ALL = ["badge", "isPublicAddress"];

const WRONG = [undefined, null, true, 3, NaN, -1, "", "\u0000", Symbol("x"), 1n, [], [null], {}, { length: 1 }, () => {}, new Date(NaN), new Map()];

/** Every form of the arguments in which one part, at any depth, is something else. */
function* spoilt(value) {
  for (const wrong of WRONG) yield wrong;
  if (typeof value !== "object" || value === null || ArrayBuffer.isView(value) || value instanceof Date || value instanceof AbortSignal || value === REPORT) return;
  for (const key of Object.keys(value)) {
    for (const other of spoilt(value[key])) yield Object.assign(Array.isArray(value) ? [...value] : { ...value }, { [key]: other });
  }
}

async function outcome(call, given) {
  try {
    const result = call(...given);
    if (typeof result?.next === "function") for await (const _ of result);
    else await result;
    return "works";
  } catch (error) {
    if (error instanceof MtaStsError && CODES.includes(error.code) && error.message.length > 10) return "refused";
    return `${error?.name}: ${error?.message}`;
  }
}

for (const [exports, calls] of [[mtaSts, CALLS], [edge, CALLS_OF_EDGE], [edgeNode, CALLS_OF_NODE]]) {
  for (const [name, given] of Object.entries(calls)) {
    test(`${name} refuses what it cannot use, in words of its own`, async () => {
      const call = exports[name];
      assert.equal(await outcome(call, given), "works");
      const wrong = new Set();
      let refused = 0;
      for (let place = 0; place < given.length; place++) {
        for (const other of spoilt(given[place])) {
          const found = await outcome(call, given.with?.(place, other) ?? Object.assign([...given], { [place]: other }));
          if (found === "refused") refused += 1;
          else if (found !== "works") wrong.add(found);
        }
      }
      assert.deepEqual([...wrong], []);
      assert.ok(refused > 0 || TAKES_ALL.includes(name));
    });
  }
}

test("every function is held to it", () => {
  const others = ["MtaStsError", "init"];
  assert.deepEqual(Object.keys(mtaSts).toSorted(), [...Object.keys(CALLS), ...others].toSorted());
  assert.deepEqual(Object.keys(edge).toSorted(), Object.keys(CALLS_OF_EDGE).toSorted());
  assert.deepEqual(Object.keys(edgeNode).toSorted(), Object.keys(CALLS_OF_NODE).toSorted());
});

test("an error says what was given", () => {
  for (const [call, message] of [
    [() => mtaSts.parsePolicy(new Uint8Array(1)), "parsePolicy(text): text must be a string, not an object of Uint8Array"],
    [() => mtaSts.parseRecord(["a", 3]), "parseRecord(records): records[1] must be a string, not 3"],
    [() => mtaSts.plan({ domain: "example.com", now: 5 }), "plan(input): input.now must be a valid Date, not 5"],
    [() => mtaSts.plan({ domain: "example.com" }), 'plan(input): input.wanted must be "removed" or an object, not undefined'],
    [() => mtaSts.apply(null, []), undefined],
    [() => mtaSts.apply(null, null), "apply(policy, candidates): candidates must be an array, not null"],
    [() => mtaSts.apply(null, [[]]), "apply(policy, candidates): candidates[0].preference must be a whole number from 0 to 65535, not undefined"],
    [() => mtaSts.compareReports([]), "compareReports(reports): reports must be an array of two reports or more, not an empty array"],
    [() => edge.policyHost({ domains: "example.com" }), 'options.domains must be an object, a Map or a function, not "example.com"'],
    [() => edge.rateLimit({ limit: -1 }), "options.limit must be a number from 0 on, not -1"],
    [() => edge.relay({ fetch: "x".repeat(1e6) }), `options.fetch must be a function, not "${"x".repeat(80)}…"`],
    [() => edge.relay({ rateLimit: 1n }), "options.rateLimit must be a function, not 1"],
    [() => edgeNode.nodeListener({}), "nodeListener(handler): handler must be a function, not an object"],
    [() => edgeNode.guardedFetch({ port: Symbol("x") }), "options.port must be a port, not a symbol"],
  ]) {
    if (message === undefined) call();
    else assert.throws(call, { name: "MtaStsError", code: "invalid-argument", message });
  }
});
