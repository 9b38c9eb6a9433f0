// Node: checks domains, for a terminal, cron or CI. Exit code 0: all in order, 1: findings, 3: something was not tested.
//
//   node node-check.mjs example.com example.net
//
// RESOLVER: DNS-over-HTTPS resolvers, with commas between them.
import { checkDomain } from "mta-sts";

const domains = process.argv.slice(2);
if (domains.length === 0) {
  console.error("usage: node node-check.mjs DOMAIN…");
  process.exit(2);
}
const resolver = process.env.RESOLVER?.split(",");
const reports = await Promise.all(domains.map((domain) => checkDomain(domain, { resolver })));

for (const { domain, headline, steps } of reports) {
  console.log(`${domain}: ${headline}`);
  for (const { severity, code, message, help } of steps.flatMap(({ findings }) => findings)) {
    console.log(`  ${severity} [${code}] ${message} ${help}`);
  }
}

const verdicts = reports.map(({ verdict }) => verdict);
if (verdicts.some((verdict) => verdict === "fail" || verdict === "warn")) process.exitCode = 1;
else if (verdicts.includes("not-tested")) process.exitCode = 3;
