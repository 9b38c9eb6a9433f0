// TLS reports written in JavaScript: what is written, the strict reader reads.
import assert from "node:assert/strict";
import { test } from "node:test";
import { gunzipSync } from "node:zlib";

import { MtaStsError, packReport, parseReport, readReport, writeReport } from "mta-sts";

const POLICY = "version: STSv1\r\nmode: enforce\r\nmx: *.mail.company-y.example\r\nmax_age: 86400\r\n";

const EXPIRED = { resultType: "certificate-expired", sendingMtaIp: "2001:db8:abcd:12::1", receivingMxHostname: "mx1.mail.company-y.example" };
const REFUSED = { resultType: "starttls-not-supported", receivingIp: "203.0.113.56", receivingMxHelo: "", failureReasonCode: "454" };

const INPUT = {
  policyDomain: "company-y.example",
  organizationName: "Company-X",
  contactInfo: "sts-reporting@company-x.example",
  reportId: "5065427c-23d3-47ca-b6e0-946ea0e8c4be",
  start: new Date("2016-04-01T00:00:00Z"),
  end: new Date("2016-04-01T23:59:59.999Z"),
  policies: [{ sts: POLICY, successfulSessions: 5326, failedSessions: [[EXPIRED], [EXPIRED, REFUSED], []] }],
};

/** The report, read back without any finding. */
function readBack(input) {
  const { value, findings } = parseReport(writeReport(input).text);
  assert.deepEqual(findings, []);
  return value[0];
}

test("sessions are added up, and the report is read as it was meant", () => {
  const report = readBack(INPUT);
  assert.equal(report.organizationName, "Company-X");
  assert.deepEqual(report.dateRange, { startDatetime: 1459468800, endDatetime: 1459555199 });
  const [{ policy, summary, failureDetails }] = report.policies;
  assert.deepEqual(policy.mxHost, ["*.mail.company-y.example"]);
  assert.deepEqual(policy.policyString, ["version: STSv1", "mode: enforce", "mx: *.mail.company-y.example", "max_age: 86400"]);
  assert.deepEqual(summary, { totalSuccessfulSessionCount: 5326, totalFailureSessionCount: 3 });
  const counts = failureDetails.map(({ resultType, failedSessionCount }) => [resultType, failedSessionCount]);
  assert.deepEqual(counts, [["certificate-expired", 2], ["starttls-not-supported", 1]]);
  assert.equal(failureDetails[1].receivingMxHelo, null);
  assert.equal(failureDetails[1].failureReasonCode, "454");
});

test("a policy is told as it was served, and DANE and no policy have their forms", () => {
  const tlsa = ["3 1 1 " + "ab".repeat(32)];
  const served = "version: STSv1\nmode: Enforce\nmx: mx.company-y.example\n";
  const policies = [{ sts: served }, { sts: "" }, { tlsa, successfulSessions: 1 }, { successfulSessions: 2 }];
  const { value } = parseReport(writeReport({ ...INPUT, policies }).text);
  const told = value[0].policies.map(({ policy }) => [policy.policyType, policy.policyString]);
  assert.deepEqual(told, [["sts", served.trim().split("\n")], ["sts", []], ["tlsa", tlsa], ["no-policy-found", []]]);
});

test("a TLSA record has four fields, however it was printed", () => {
  const printed = ["3 1 1 0D6FCE3A 9B3D1B0D\n\n3 1 1 ( 0D6FCE3A\r\n\t9B3D1B0D )", "3 1 1 (0D6FCE3A9B3D1B0D)", " 3\t1 1  0D6FCE3A9B3D1B0D\n", "()", ""];
  const [{ policy }] = readBack({ ...INPUT, policies: [{ tlsa: printed }] }).policies;
  assert.deepEqual(policy.policyString, Array(4).fill("3 1 1 0D6FCE3A9B3D1B0D"));
});

test("blank lines of a policy are told", () => {
  const told = (sts) => readBack({ ...INPUT, policies: [{ sts }] }).policies[0].policy.policyString;
  assert.deepEqual(told("\r\nversion: STSv1\r\n \r\n\r\nmode: none"), ["", "version: STSv1", " ", "", "mode: none"]);
  assert.deepEqual(told("\n\n"), ["", ""]);
  assert.deepEqual(told(""), []);
});

test("one session counts once under each way it failed", () => {
  const [{ summary, failureDetails }] = readBack({ ...INPUT, policies: [{ failedSessions: [[EXPIRED, EXPIRED, REFUSED], [REFUSED]] }] }).policies;
  assert.equal(summary.totalFailureSessionCount, 2);
  const counts = failureDetails.map(({ resultType, failedSessionCount }) => [resultType, failedSessionCount]);
  assert.deepEqual(counts, [["certificate-expired", 1], ["starttls-not-supported", 2]]);
});

test("it has its names, and is packed with gzip", async () => {
  const { text, jsonFilename, gzipFilename, subject, headerFields } = writeReport({ ...INPUT, uniqueId: "00/1" });
  assert.equal(gzipFilename, "company-x.example!company-y.example!1459468800!1459555199!001.json.gz");
  assert.equal(`${jsonFilename}.gz`, gzipFilename);
  assert.equal(subject, `Report Domain: company-y.example Submitter: company-x.example Report-ID: <${INPUT.reportId}@company-x.example>`);
  assert.deepEqual(headerFields, { "TLS-Report-Domain": "company-y.example", "TLS-Report-Submitter": "company-x.example" });
  const packed = await packReport(text);
  assert.equal(gunzipSync(packed).toString(), text);
  assert.deepEqual((await readReport(packed)).findings, []);
});

test("U-labels become A-labels", () => {
  const failure = { resultType: "validation-failure", receivingMxHostname: "mx.bücher.example" };
  const input = { ...INPUT, policyDomain: "Bücher.example", policies: [{ failedSessions: [[failure]] }] };
  const [{ policy, failureDetails }] = readBack(input).policies;
  assert.equal(policy.policyDomain, "xn--bcher-kva.example");
  assert.equal(failureDetails[0].receivingMxHostname, "mx.xn--bcher-kva.example");
});

test("any text is written so that it is read back", () => {
  for (const text of ["\"\\\u0000\u001f", "😀 é", "</script>", "x".repeat(5000)]) {
    const failure = { resultType: "validation-failure", receivingMxHelo: text, failureReasonCode: text };
    const [{ failureDetails }] = readBack({ ...INPUT, policies: [{ failedSessions: [[failure]] }] }).policies;
    assert.equal(failureDetails[0].receivingMxHelo, text);
  }
});

test("what no report can have is refused, with its place or its reason", () => {
  const failing = (failure) => ({ policies: [{ failedSessions: [[failure]] }] });
  for (const [part, words] of [
    [{ organizationName: 3 }, "organizationName"],
    [{ organizationName: " " }, "organization-name"],
    [{ contactInfo: "nobody" }, "nobody"],
    [{ reportId: "" }, "report-id"],
    [{ start: "2016-04-01" }, "input.start"],
    [{ end: new Date(NaN) }, "input.end"],
    [{ end: new Date(0) }, "ends before it starts"],
    [{ start: new Date(-1000) }, "1970"],
    [{ end: new Date("+010000-01-01T00:00:00Z") }, "input.end must be in the years"],
    [{ contactInfo: "tls@[192.0.2.1]" }, "input.contactInfo must be at a domain name"],
    [failing({ resultType: "handshake-failed", receivingIp: "[192.0.2.25]" }), "`[192.0.2.25]` at"],
    [{ policies: [{ sts: "", tlsa: 42 }] }, "policies[0] must have sts or tlsa, not both"],
    [{ policies: [{ sts: "", tlsa: [] }] }, "not both"],
    [{ policies: [{ tlsa: 42 }] }, "policies[0].tlsa"],
    [{ policies: {} }, "policies"],
    [{ policies: [3] }, "policies[0]"],
    [{ policies: [{ sts: 3 }] }, "policies[0].sts"],
    [{ policies: [{ successfulSessions: 1.5 }] }, "successfulSessions"],
    [{ policies: [{ failedSessions: [EXPIRED] }] }, "failedSessions"],
    [failing({}), "failedSessions[0][0].resultType"],
    [failing({ ...EXPIRED, sendingMtaIp: "300.0.0.1" }), "300.0.0.1"],
    [failing({ ...EXPIRED, failureReasonCode: "\ud800" }), "whole characters"],
    [{ uniqueId: 1 }, "uniqueId"],
  ]) {
    assert.throws(
      () => writeReport({ ...INPUT, ...part }),
      (error) => error instanceof MtaStsError && error.code === "invalid-argument" && error.message.includes(words),
      words,
    );
  }
  for (const part of [{ policyDomain: "a..b" }, failing({ ...EXPIRED, receivingMxHostname: "a..b" })]) {
    assert.throws(() => writeReport({ ...INPUT, ...part }), { code: "invalid-domain" });
  }
});
