// Several resolvers asked the same, over the lab's real DNS over HTTPS.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { MtaStsError, checkDomain, compareReports, compareResolvers } from "mta-sts";

import { startLab } from "../support/lab.mjs";
import { useLab } from "../support/lab-network.mjs";

/** The lab's resolver by another name. */
const STALE = "https://dns.test/dns-query?stale";
/** No DNS there. */
const SILENT = "https://good.test/dns-query";

let lab;

before(async () => {
  lab = await startLab();
  useLab(lab.ready);
});

after(() => lab.stop());

/** The second resolver has not heard of the last change: texts of the same length stand in its messages. */
async function network(url, init) {
  const response = await fetch(url, init);
  if (!String(url).startsWith(STALE)) return response;
  const message = Buffer.from(await response.arrayBuffer()).toString("latin1");
  const stale = message.replace("id=2026", "id=2025").replace("v=spf1 -all", "v=spf1 ~all");
  return new Response(Buffer.from(stale, "latin1"), response);
}

const outcomes = ({ answers }) => Object.fromEntries(answers.map(({ aspect, outcome }) => [aspect, outcome]));
const answered = ({ answers }, aspect) => answers.find((one) => one.aspect === aspect).answers;

test("resolvers that agree, agree in everything", async () => {
  const resolvers = [lab.ready.doh, STALE];
  const compared = await compareResolvers("GOOD.test.", { resolvers });
  assert.deepEqual([compared.domain, compared.outcome], ["good.test", "same"]);
  assert.deepEqual([...new Set(Object.values(outcomes(compared)))], ["same"]);
  assert.deepEqual(answered(compared, "mx"), [["10 mx.good.test"], ["10 mx.good.test"]]);
  assert.deepEqual(compared.reports, await Promise.all(resolvers.map((resolver) => checkDomain("good.test", { resolver }))));
});

test("where they differ is told, with both answers", async () => {
  const resolvers = [lab.ready.doh, STALE, SILENT];
  const events = [];
  const onEvent = (event, resolver) => event.event === "finished" && events.push(resolver);
  const compared = await compareResolvers("good.test", { resolvers, fetch: network, onEvent });
  assert.equal(compared.outcome, "different");
  const differing = ["record", "spf"];
  for (const [aspect, outcome] of Object.entries(outcomes(compared))) {
    assert.equal(outcome, differing.includes(aspect) ? "different" : "not-tested", aspect);
  }
  assert.deepEqual(answered(compared, "record"), [["v=STSv1; id=20260101T000000;"], ["v=STSv1; id=20250101T000000;"], null]);
  assert.deepEqual(events.toSorted(), resolvers.toSorted());
});

test("a resolver that does not answer proves nothing", async () => {
  const compared = await compareResolvers("good.test", { resolvers: [lab.ready.doh, SILENT] });
  assert.equal(compared.outcome, "not-tested");
  assert.deepEqual([...new Set(Object.values(outcomes(compared)))], ["not-tested"]);
  assert.equal(compared.reports[0].verdict, "pass");
});

test("what resolvers may answer in any order is no difference, and what is empty differs from what is there", async () => {
  const resolver = lab.ready.doh;
  const report = await checkDomain("two-records.test", { resolver });
  const turned = structuredClone(report);
  turned.steps[0].source = turned.steps[0].source.split("\n").reverse().join("\n");
  turned.mx[0].addresses = ["127.0.9.9", "127.0.9.8"];
  report.mx[0].addresses = ["127.0.9.8", "127.0.9.9"];
  assert.notEqual(turned.steps[0].source, report.steps[0].source);
  assert.equal(compareReports([report, turned]).outcome, "same");
  const absent = { ...(await checkDomain("absent.test", { resolver })), domain: report.domain };
  const compared = compareReports([report, absent]);
  assert.deepEqual(answered(compared, "record")[1], []);
  assert.equal(outcomes(compared).record, "different");
});

test("null MX, no MX and a chain that leads nowhere are answers", async () => {
  const options = { resolver: lab.ready.doh };
  const [nullMx, implicit, loop] = await Promise.all(["null-mx.test", "implicit-mx.test", "cname-loop.test"].map((domain) => checkDomain(domain, options)));
  assert.deepEqual(answered(compareReports([nullMx, nullMx]), "mx"), [["0 ."], ["0 ."]]);
  assert.deepEqual(answered(compareReports([implicit, implicit]), "mx"), [[], []]);
  assert.match(answered(compareReports([loop, loop]), "record")[0][0], /leads nowhere/);
});

test("one that ends with an error ends them all", async () => {
  const boom = new Error("boom");
  const signals = [];
  const hang = (_, { signal }) => {
    signals.push(signal);
    return new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
  };
  const onEvent = (_, resolver) => {
    if (resolver === STALE) throw boom;
  };
  const resolvers = [lab.ready.doh, STALE];
  await assert.rejects(compareResolvers("good.test", { resolvers, fetch: hang, onEvent }), boom);
  assert.ok(signals.length > 0 && signals.every((signal) => signal.aborted));
  const signal = AbortSignal.abort();
  await assert.rejects(compareResolvers("good.test", { resolvers, signal }), { code: "aborted" });
});

test("wrong arguments are refused by name", async () => {
  const refused = (named, code = "invalid-argument") => (error) => error instanceof MtaStsError && error.code === code && error.message.includes(named);
  const two = [lab.ready.doh, STALE];
  for (const [domain, options, named, code] of [
    [3, { resolvers: two }, "domain"],
    ["good.test", undefined, "options"],
    ["good.test", {}, "options.resolvers"],
    ["good.test", { resolvers: STALE }, "options.resolvers"],
    ["good.test", { resolvers: [STALE] }, "options.resolvers"],
    ["good.test", { resolvers: two, onEvent: 3 }, "options.onEvent"],
    ["good.test", { resolvers: two, signal: {} }, "options.signal"],
    ["good.test", { resolvers: [STALE, "ftp://x/"] }, "resolver", "invalid-resolver"],
    ["a..b", { resolvers: two }, "a..b", "invalid-domain"],
  ]) {
    await assert.rejects(compareResolvers(domain, options), refused(named, code));
  }
  const report = await checkDomain("good.test", { resolver: lab.ready.doh });
  for (const reports of [undefined, [], [report], [report, 3], [report, {}], [report, { ...report, steps: [] }], [{ ...report, steps: [null] }, report], [report, { ...report, mx: undefined }], [report, { ...report, domain: "other.test" }]]) {
    assert.throws(() => compareReports(reports), refused("reports"));
  }
});
