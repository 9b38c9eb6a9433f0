// The package beside mailauth, in one process: the best of several runs, boundary crossing included.
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

/** Nanoseconds for one call. */
function measure(work) {
  let best = Infinity;
  for (let run = 0; run < RUNS; run++) {
    let calls = 0;
    const start = performance.now();
    let now = start;
    while (now - start < RUN_MILLISECONDS) {
      for (let n = 0; n < 16; n++) work();
      calls += 16;
      now = performance.now();
    }
    best = Math.min(best, ((now - start) / calls) * 1e6);
  }
  return best;
}

function measureSlow(work) {
  let best = Infinity;
  for (let run = 0; run < 3; run++) {
    const start = performance.now();
    work();
    best = Math.min(best, (performance.now() - start) * 1e6);
  }
  return best;
}

const parsed = theirs(FIVE);
const rows = [
  ["policy, RFC example", () => parse(RFC_EXAMPLE), () => theirs(RFC_EXAMPLE), 1],
  ["policy, 5 mx", () => parse(FIVE), () => theirs(FIVE), 1],
  ["policy, 64 KB", () => parse(LARGE), () => theirs(LARGE), 50],
  ["TXT record", () => recordId(TXT), () => parseHeaders(TXT), 1],
  ["match, 5 hosts with 5 patterns", () => matchAll(patterns, hosts), () => hosts.map((host) => validateMx(host, parsed)), 1],
];

let behind = 0;
console.log(`${"".padEnd(32)}${"mta-sts".padStart(12)}${"mailauth".padStart(14)}${"ratio".padStart(9)}`);
for (const [name, ours, rival, wanted] of rows) {
  const [a, b] = [measure(ours), wanted > 1 ? measureSlow(rival) : measure(rival)];
  const ratio = b / a;
  if (ratio < wanted) behind += 1;
  const ns = (value) => `${Math.round(value).toLocaleString("en")} ns`;
  console.log(`${name.padEnd(32)}${ns(a).padStart(12)}${ns(b).padStart(14)}${ratio.toFixed(1).padStart(8)}x${ratio < wanted ? "  BEHIND" : ""}`);
}
console.log("\nby itself:");
for (const [name, work] of [["isValid, RFC example", () => isValid(RFC_EXAMPLE)], ["parsePolicy (all findings), RFC example", () => parsePolicy(RFC_EXAMPLE)]]) {
  console.log(`${name.padEnd(44)}${Math.round(measure(work)).toLocaleString("en")} ns`);
}
process.exitCode = behind === 0 ? 0 : 1;
