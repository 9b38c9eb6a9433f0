// The words of findings, which the module leaves out and the package puts in.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { test } from "node:test";

import { diffPolicies, fixedPolicy, fixedRecord, fixedTlsrptRecord, generate, parsePolicy, parseRecord, parseReport, parseTlsrptRecord, plan } from "mta-sts";

const BROKEN = "version: STSv1\nmode: Enforce\nmx: {meant}.$&.example\nmax-age: 1\n";
const GOOD = "version: STSv1\nmode: testing\nmx: a.example\nmax_age: 3600\n";
const now = new Date(0);

const found = {
  parsePolicy: () => parsePolicy(BROKEN).findings,
  fixedPolicy: () => fixedPolicy(BROKEN).findings,
  parseRecord: () => parseRecord(["v=STSv1; id=a-b"]).findings,
  fixedRecord: () => fixedRecord(["v=STSv1; x=a b"]).findings,
  parseTlsrptRecord: () => parseTlsrptRecord(["v=TLSRPTv1; rua=a@b.example"]).findings,
  fixedTlsrptRecord: () => fixedTlsrptRecord(["v=TLSRPTv1; rua=ftp://b.example"]).findings,
  diffPolicies: () => diffPolicies({ policy: GOOD, id: "1" }, { policy: GOOD.replace("3600", "7200"), id: "1" }),
  parseReport: () => parseReport("{}").findings,
  generate: () => generate({ domain: "example.com", mx: ["localhost"], mode: "enforce", now }).generated.findings,
  "generate, refused": () => generate({ domain: "example.com", mx: ["[192.0.2.1]"], mode: "enforce", now }).faults,
  plan: () => plan({ domain: "example.com", now, wanted: { mode: "enforce", mxHosts: [] } }).findings,
};

for (const [name, findings] of Object.entries(found)) {
  test(`${name}: each finding has its words`, () => {
    const all = findings();
    assert.ok(all.length > 0);
    for (const finding of all) {
      for (const part of ["message", "help", "rfc", "affects"]) assert.ok(finding[part]?.length > 0, `${finding.code}: ${part}`);
      assert.deepEqual(Object.keys(finding), ["code", "severity", "message", "help", "params", "labels", "fixes", "rfc", "affects"]);
    }
  });
}

test("they are those of the command line program, whatever parameters hold", () => {
  const text = cli(["lint", "--format", "json", "-"], BROKEN);
  assert.deepEqual(parsePolicy(BROKEN).findings, JSON.parse(text).findings);
});

/** Its exit code tells that something was found. */
function cli(args, input) {
  try {
    return execFileSync(process.env.MTA_STS_CLI, args, { input, encoding: "utf8" });
  } catch (error) {
    if (error.status !== 1) throw error;
    return error.stdout;
  }
}
