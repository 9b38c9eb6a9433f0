// The rest of the package's functions in Node: the fast path, writers' help, decisions, caches, Senders, TLS reports.
import assert from "node:assert/strict";
import { gzipSync } from "node:zlib";
import { test } from "node:test";

import {
  MtaStsError,
  coverage,
  diffPolicies,
  fixedPolicy,
  fixedRecord,
  isValid,
  matchAll,
  matchMx,
  packReport,
  parse,
  parsePolicy,
  parseRecord,
  parseTlsrptRecord,
  readReport,
  recordId,
  reportTotals,
  senderViews,
} from "mta-sts";

const POLICY = "version: STSv1\r\nmode: enforce\r\nmx: mail.example.com\r\nmx: *.example.net\r\nmax_age: 604800\r\n";

test("the fast path reads what the whole path reads", () => {
  const texts = [
    POLICY,
    POLICY.replace("mode", "é: x\r\n😀mode"),
    "version: STSv1\nname: ünïcödé 😀\nmode: testing\nmx: a.example\nmax_age: 1\n",
    `version: STSv1\nmode: none\nmax_age: 31557600\nx: ${"y".repeat(70_000)}\n`,
    "version: STSv1\nmode: enforce\nmax_age: 1\n",
    "",
    "\ud800",
    "short",
  ];
  for (const text of texts) {
    const { value } = parsePolicy(text);
    const { extensions, ...lean } = value ?? {};
    assert.deepEqual(parse(text), value === null ? null : lean);
    assert.equal(isValid(text), value !== null);
  }
});

test("the fast path reads records as the whole path does", () => {
  for (const record of ["v=STSv1; id=20160831085700Z;", "v=STSv1;id=1", "v=STSv1; id=", "", "v=STSv1; é=1; id=1", ["v=STSv1; id=1", "x"], []]) {
    assert.equal(recordId(record), parseRecord(record).value?.id ?? null);
  }
});

test("many hosts are matched as one is", () => {
  const patterns = ["mail.example.com", "*.example.net"];
  const hosts = ["MAIL.example.com.", "a.example.net", "example.net", "a.b.example.net", "x.bücher.example", "", "a\n\nb"];
  assert.deepEqual(matchAll(patterns, hosts), hosts.map((host) => matchMx(patterns, host).pattern));
  assert.deepEqual(matchAll([], ["a.example"]), [null]);
  assert.deepEqual(matchAll(["a.example"], []), []);
  assert.deepEqual(matchAll(["a.example\nb.example"], ["b.example"]), [null]);
  assert.deepEqual(matchAll(["a.example\nb."], ["a.example"]), [null]);
});

test("the fast path matches what the whole path matches, whatever the names", () => {
  const labels = ["a", "A", "b-c", "-a", "a-", "a_b", "*", "", "1", "com", "x".repeat(63), "x".repeat(64), "xn--bcher-kva", "bücher", "K", "a b"];
  // A generator of Park and Miller: the same names in every run.
  let state = 1;
  const below = (end) => (state = (state * 48_271) % 2_147_483_647) % end;
  const name = (longest) => Array.from({ length: 1 + below(longest) }, () => labels[below(labels.length)]).join(".");
  let covered = 0;
  for (let round = 0; round < 2_000; round++) {
    const base = name(3);
    const patterns = [base, `*.${base}`, name(2), base.toUpperCase()].slice(below(4));
    const hosts = [base, `a.${base}`, `${base}.`, `a.b.${base}`, `${labels[below(labels.length)]}.${base}`, name(4)];
    const found = matchAll(patterns, hosts);
    assert.deepEqual(found, hosts.map((host) => matchMx(patterns, host).pattern), JSON.stringify({ patterns, hosts }));
    covered += found.filter((pattern) => pattern !== null).length;
  }
  assert.ok(covered > 500, `only ${covered} names were covered`);
});

test("policies and records are corrected", () => {
  assert.equal(fixedPolicy("version: STSv1\nmode: Enforce\nmx: a.example.\nmax_age: 604_800\n").findings.length, 0);
  assert.ok(fixedRecord("v=STSv1, id=1").value !== null);
});

test("coverage names what covers, what misses and what would do", () => {
  const found = coverage("*.mx.microsoft", ["a.h-v1.mx.microsoft"]);
  assert.equal(found.hosts[0].coveredBy, null);
  assert.equal(found.hosts[0].missedBy, "*.mx.microsoft");
  assert.throws(() => coverage("a.example.", []), (error) => error instanceof MtaStsError && error.code === "invalid-argument");
});

test("differences are findings", () => {
  const before = { policy: POLICY, id: "1" };
  const codes = diffPolicies(before, { policy: POLICY.replace("enforce", "testing"), id: "1" }).map(({ code }) => code);
  assert.ok(codes.includes("diff/id-unchanged"));
  assert.deepEqual(diffPolicies(before, before), []);
});

test("Senders' views differ where they do", () => {
  const views = senderViews(POLICY.replace("max_age: 604800", "max_age: 604800\r\nmax_age: 86400"), ["mail.example.com"]);
  const kumo = views.find(({ sender }) => sender.name === "kumo");
  assert.deepEqual([kumo.outcome, kumo.policy.reading], ["unprotected", "refused"]);
  assert.ok(views.some(({ outcome }) => outcome === "protected"));
});

const REPORT = JSON.stringify({
  "organization-name": "Company-X",
  "date-range": { "start-datetime": "2016-04-01T00:00:00Z", "end-datetime": "2016-04-01T23:59:59Z" },
  "contact-info": "sts-reporting@company-x.example",
  "report-id": "5065427c-23d3-47ca-b6e0-946ea0e8c4be",
  policies: [
    {
      policy: { "policy-type": "sts", "policy-string": ["version: STSv1"], "policy-domain": "company-y.example" },
      summary: { "total-successful-session-count": 5326, "total-failure-session-count": 303 },
    },
  ],
});

test("TLS reports are read, packed or not, and added up once each", async () => {
  for (const bytes of [Buffer.from(REPORT), gzipSync(REPORT), await packReport(REPORT)]) {
    const { value } = await readReport(bytes);
    assert.equal(value[0].organizationName, "Company-X");
  }
  const totals = reportTotals([REPORT, REPORT]);
  assert.deepEqual([totals.reports, totals.successfulSessions, totals.failedSessions], [1, 5326, 303]);
  await assert.rejects(readReport(gzipSync(Buffer.alloc(100_000)), { limit: 1000 }), { code: "report-too-large" });
  await assert.rejects(readReport(Buffer.from(REPORT), { limit: REPORT.length - 1 }), { code: "report-too-large" });
  assert.ok((await readReport(Buffer.from(REPORT), { limit: REPORT.length })).value);
  await assert.rejects(readReport(new Uint8Array([0x1f, 0x8b, 1, 2])), { code: "report-unreadable" });
});

test("findings and their fixes are bounded, however hostile the text", () => {
  for (const { findings, source } of [
    parseRecord(`v=STSv1;${"a=b;".repeat(15_000)}`),
    parseTlsrptRecord(`v=TLSRPTv1; rua=${"x,".repeat(31_000)}`),
    parsePolicy("x\n".repeat(32_768)),
    parsePolicy("\r".repeat(65_536)),
    parsePolicy("# \n".repeat(21_845)),
    parsePolicy(" \n".repeat(32_768)),
  ]) {
    assert.ok(findings.length <= 201);
    assert.equal(findings.some(({ severity }) => severity === "error"), true);
    assert.ok(JSON.stringify(findings).length < 200_000, source.slice(0, 20));
  }
});
