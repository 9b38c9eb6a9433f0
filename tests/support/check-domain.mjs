// Checks one lab domain through the npm package: node support/check-domain.mjs DOMAIN --lab READY.json [--json]
import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";

import { checkDomain } from "mta-sts";

import { useLab } from "./lab-network.mjs";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { lab: { type: "string" }, json: { type: "boolean", default: false } },
});
const lab = JSON.parse(readFileSync(values.lab, "utf8"));
useLab(lab);
const report = await checkDomain(positionals[0], { resolver: lab.doh });
console.log(values.json ? JSON.stringify(report) : text(report));

function text({ verdict, headline, steps }) {
  const lines = steps.flatMap(({ step, outcome, summary, findings }) => [
    `${outcome.padEnd(10)} ${step.padEnd(8)} ${summary}`,
    ...findings.map(({ severity, code, message }) => `           ${severity} [${code}]: ${message}`),
  ]);
  return [`${verdict}: ${headline}`, "", ...lines].join("\n");
}
