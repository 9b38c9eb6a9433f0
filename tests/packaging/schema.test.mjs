// Reports of the command line program keep the published schema: every domain of the lab, probed.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { after, test } from "node:test";

import Ajv from "ajv/dist/2020.js";

import { CLI, scenarios, startLab } from "../support/lab.mjs";
import { PACKAGE } from "./support/paths.mjs";

const lab = await startLab();
after(() => lab.stop());
const validate = new Ajv({ allErrors: true, strict: true, strictTypes: false }).compile(JSON.parse(readFileSync(`${PACKAGE}/report.schema.json`, "utf8")));

/** Those that take their time say nothing new about the form. */
const SLOW = ["slow.test", "smtp-timeout.test"];

function report(domain) {
  const { dns, caPem, https, smtp } = lab.ready;
  const args = ["check", domain, "--format", "json", "--resolver", dns, "--roots", caPem, "--policy-port", String(https), "--port", String(smtp)];
  return new Promise((resolve, reject) => {
    execFile(CLI, args, { encoding: "utf8" }, (error, stdout, stderr) => {
      // Exit codes 1 and 3 are findings and "not tested": reports all the same.
      if (error && ![1, 3].includes(error.code)) reject(new Error(`${error.message}\n${stderr}`));
      else resolve(JSON.parse(stdout));
    });
  });
}

for (const { domain } of scenarios().filter(({ domain }) => !SLOW.includes(domain))) {
  test(`the report of ${domain} keeps the schema`, async () => {
    validate(await report(domain));
    assert.deepEqual(validate.errors ?? [], []);
  });
}
