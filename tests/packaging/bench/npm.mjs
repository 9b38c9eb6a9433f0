// The package beside mailauth, in one process: processor time, the best of several runs, boundary crossing included.
import { createRequire } from "node:module";

import { isValid, matchAll, parse, parsePolicy, recordId } from "mta-sts";

const require = createRequire(import.meta.url);
const { parsePolicy: theirs, validateMx } = require("mailauth/lib/mta-sts");
const parseHeaders = require("mailauth/lib/parse-dkim-headers");

const RUNS = 9;
const RUN_MILLISECONDS = 60;

const RFC_EXAMPLE = "version: STSv1\nmode: enforce\nmx: mail.example.com\nmx: *.example.net\nmx: backupmx.example.com\nmax_age: 604800\n";
const patterns = ["mail.example.com", "mx1.example.net", "*.mail.example.org", "backup.example.com", "*.example.edu"];
const hosts = ["mail.example.com", "mx1.example.net", "a.mail.example.org", "nothing.example.com", "b.example.edu"];
const policyOf = (mx) => `version: STSv1\nmode: enforce\n${mx.map((name) => `mx: ${name}\n`).join("")}max_age: 604800\n`;
const FIVE = policyOf(patterns);
const LARGE = policyOf(Array.from({ length: 2040 }, (_, n) => `mx${n + 1000}.mailmail.example.com`));
const TXT = "v=STSv1; id=20160831085700Z;";

/** Nanoseconds of processor time for one call, so that what else the machine does matters little. */
function once(work, batch) {
  let calls = 0;
  const start = process.cpuUsage();
  let spent = 0;
  while (spent < RUN_MILLISECONDS * 1000) {
    for (let n = 0; n < batch; n++) work();
    calls += batch;
    const { user, system } = process.cpuUsage(start);
    spent = user + system;
  }
  return (spent / calls) * 1000;
}

/** The best of several runs of each, in turn. */
function measure(works, batch = 64) {
  const best = works.map(() => Infinity);
  for (let run = 0; run < RUNS; run++) {
    works.forEach((work, index) => (best[index] = Math.min(best[index], once(work, batch))));
  }
  return best;
}

const parsed = theirs(FIVE);
const rows = [
  ["policy, RFC example", () => parse(RFC_EXAMPLE), () => theirs(RFC_EXAMPLE), 1],
  ["policy, 5 mx", () => parse(FIVE), () => theirs(FIVE), 1],
  ["policy, 64 KB", () => parse(LARGE), () => theirs(LARGE), 50, 1],
  ["TXT record", () => recordId(TXT), () => parseHeaders(TXT), 1],
  ["match, 5 hosts with 5 patterns", () => matchAll(patterns, hosts), () => hosts.map((host) => validateMx(host, parsed)), 1],
];

let behind = 0;
const ns = (value) => `${Math.round(value).toLocaleString("en")} ns`;
console.log(`${"".padEnd(40)}${"mta-sts".padStart(12)}${"mailauth".padStart(16)}${"ratio".padStart(9)}`);
for (const [name, ours, rival, wanted, batch] of rows) {
  const [a, b] = measure([ours, rival], batch);
  const ratio = b / a;
  if (ratio < wanted) behind += 1;
  console.log(`${name.padEnd(40)}${ns(a).padStart(12)}${ns(b).padStart(16)}${ratio.toFixed(1).padStart(8)}x${ratio < wanted ? "  BEHIND" : ""}`);
}
console.log("\nby itself:");
const alone = [
  ["isValid, RFC example", () => isValid(RFC_EXAMPLE)],
  ["parsePolicy (all findings), RFC example", () => parsePolicy(RFC_EXAMPLE)],
];
for (const [name, work] of alone) console.log(`${name.padEnd(40)}${ns(measure([work])[0]).padStart(12)}`);
process.exitCode = behind === 0 ? 0 : 1;
