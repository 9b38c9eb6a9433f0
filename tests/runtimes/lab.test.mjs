// Every domain of the lab through the npm package in Node, over real DNS over HTTPS and real TLS: what the lab says
// to expect, and the same report, byte for byte, as the CLI's.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { after, before, test } from "node:test";

import { checkDomain } from "mta-sts";

import { CLI, scenarios, startLab } from "../support/lab.mjs";
import { useLab } from "../support/lab-network.mjs";

/** Less than a minute, so that a Policy Host that never answers is "not tested" here, and soon. */
const LIMIT = 3;

let lab;

before(async () => {
  lab = await startLab();
  useLab(lab.ready);
});

after(() => lab.stop());

function throughCli(domain) {
  const { dns, caPem, https } = lab.ready;
  const args = ["check", domain, "--format", "json", "--no-probe", "--resolver", dns, "--roots", caPem];
  args.push("--policy-port", String(https), "--fetch-timeout", String(LIMIT));
  return new Promise((resolve, reject) => {
    execFile(CLI, args, { encoding: "utf8" }, (error, stdout, stderr) => {
      // Exit codes 1 and 3 are findings and "not tested": reports all the same.
      if (error && ![1, 3].includes(error.code)) reject(new Error(`${error.message}\n${stderr}`));
      else resolve({ report: JSON.parse(stdout), code: error?.code ?? 0 });
    });
  });
}

/** The words of TLS and HTTP libraries differ; everything else must not. */
function comparable(report) {
  return JSON.parse(JSON.stringify(report), (_, value) => {
    const detail = value?.params?.detail;
    if (detail === undefined || value.code.startsWith("dns/")) return value;
    return { ...value, message: value.message.replace(detail, "…"), help: "", params: { ...value.params, detail: "…" } };
  });
}

/** Steps, and findings of theirs, that need a look at certificates. */
const PROBED = ["starttls", "dane"];
const BLIND = /^(starttls\/|dane\/(mismatch|passes-alone)$)/;

const EXIT_CODES = { pass: 0, warn: 1, fail: 1, "not-tested": 3 };

for (const { domain, expect, codes } of scenarios()) {
  test(`${domain} is judged as the lab expects, and as by the CLI`, async () => {
    const [report, cli] = await Promise.all([
      checkDomain(domain, { resolver: lab.ready.doh, timeout: LIMIT * 1000 }),
      throughCli(domain),
    ]);
    const outcomes = Object.fromEntries(report.steps.map(({ step, outcome }) => [step, outcome]));
    const found = report.steps.flatMap(({ findings }) => findings.map(({ code }) => code));
    const wanted = { ...expect };
    // Only a prober can look at certificates.
    for (const step of PROBED) if (outcomes[step] === "not-tested") delete wanted[step];
    // The lab's expectation is that of a client with a minute's patience.
    if (domain === "slow.test") Object.assign(wanted, { fetch: "not-tested", policy: "not-tested", coverage: "not-tested" });
    assert.deepEqual({ ...outcomes, ...wanted }, outcomes);
    const visible = codes.filter((code) => !BLIND.test(code) && code !== "fetch/timeout");
    assert.deepEqual(visible.filter((code) => !found.includes(code)), []);
    assert.deepEqual(comparable(report), comparable(cli.report));
    assert.equal(cli.code, EXIT_CODES[report.verdict]);
  });
}
