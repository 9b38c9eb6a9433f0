// The npm package in Node, without any network.
import assert from "node:assert/strict";
import { test } from "node:test";

import { MtaStsError, checkDomain, init, matchMx, maxAgeAdvice, parsePolicy, parseRecord, parseTlsrptRecord, toAscii } from "mta-sts";
import { explain, explanations } from "mta-sts/explain";

const POLICY = "version: STSv1\r\nmode: enforce\r\nmx: mail.example.com\r\nmax_age: 604800\r\n";

function throwsCode(code, call) {
  assert.throws(call, (error) => error instanceof MtaStsError && error.code === code && error.message.length > 10);
}

function rejectsCode(code, promise) {
  return assert.rejects(promise, (error) => error instanceof MtaStsError && error.code === code);
}

test("a valid policy is read without findings", () => {
  const { value, salvaged, source, findings } = parsePolicy(POLICY);
  assert.deepEqual(value, { version: "STSv1", mode: "enforce", maxAge: 604800, mx: ["mail.example.com"], extensions: [] });
  assert.equal(salvaged, null);
  assert.equal(source, POLICY);
  assert.deepEqual(findings, []);
});

test("spans count UTF-16 code units, lines and columns from 1", () => {
  const text = "version: STSv1\nx: 😀é\nmode: Enforce\nmx: a.example\nmax_age: 604800\n";
  const [finding] = parsePolicy(text).findings;
  const { span } = finding.labels[0];
  assert.equal(finding.code, "policy/mode-invalid");
  assert.equal(text.slice(span.start, span.end), "Enforce");
  assert.deepEqual([span.line, span.column, span.endLine, span.endColumn], [3, 7, 3, 14]);
});

test("applying the machine-applicable fixes mends the policy", () => {
  let text = "version: STSv1\nmode: Enforce\nmx: a.example.\nmax_age: 604_800\n";
  const edits = parsePolicy(text).findings.flatMap(({ fixes }) => fixes.flatMap((fix) => fix.edits));
  for (const { span, replacement } of edits.reverse()) text = text.slice(0, span.start) + replacement + text.slice(span.end);
  assert.deepEqual(parsePolicy(text).findings, []);
});

test("every finding has an explanation", () => {
  const [finding] = parsePolicy("version: STSv1\nmode: Enforce\nmx: a.example\nmax_age: 604800\n").findings;
  const { cause, affects, wrong } = explain(finding.code);
  assert.ok(cause.length > 20);
  assert.equal(affects, finding.affects);
  assert.match(wrong, /mode: Enforce/);
  assert.equal(explain("toString"), null);
  for (const [code, explanation] of Object.entries(explanations)) {
    assert.equal(explain(code), explanation);
    assert.deepEqual(Object.keys(explanation).filter((key) => typeof explanation[key] !== "string"), [], code);
    assert.equal(explanation.code, code);
  }
});

test("results are plain JSON", () => {
  const parsed = parsePolicy("mode: x\n");
  assert.deepEqual(JSON.parse(JSON.stringify(parsed)), parsed);
});

test("records and TLSRPT records are read, one or a set", () => {
  assert.equal(parseRecord("v=STSv1; id=1").value.id, "1");
  assert.equal(parseRecord(["v=STSv1; id=1", "v=spf1 -all"]).value.id, "1");
  assert.equal(parseRecord(["v=STSv1; id=1", "v=STSv1; id=1"]).value, null);
  assert.equal(parseRecord([]).findings[0].code, "record/missing");
  assert.deepEqual(parseTlsrptRecord("v=TLSRPTv1; rua=mailto:a@example.com").value.rua, ["mailto:a@example.com"]);
});

test("hosts are matched, U-labels converted, invalid patterns named", () => {
  assert.deepEqual(matchMx("*.example.com", "MAIL.example.com."), { matches: true, pattern: "*.example.com", invalid: [] });
  assert.equal(matchMx(["*.example.com"], "example.com").matches, false);
  assert.equal(matchMx("*.xn--bcher-kva.example", "mail.bücher.example").matches, true);
  const odd = matchMx(["a.example.", "b.example"], "b.example");
  assert.equal(odd.pattern, "b.example");
  assert.equal(odd.invalid[0].pattern, "a.example.");
});

test("max_age is advised on", () => {
  assert.match(maxAgeAdvice(POLICY), /^1 week, a good length/);
  assert.equal(maxAgeAdvice("nonsense"), null);
});

test("domains become A-labels", () => {
  assert.equal(toAscii(" Bücher.Example. "), "xn--bcher-kva.example");
  for (const bad of ["", "a..b", "a_b.example", "ex ample.com", "bü/cher.example", "-a.example"]) {
    throwsCode("invalid-domain", () => toAscii(bad));
  }
});

test("what cannot be a domain is refused at once, in a sentence", () => {
  const said = (text) => {
    try {
      return toAscii(text);
    } catch ({ code, message }) {
      return `${code}: ${message}`;
    }
  };
  const begun = performance.now();
  const long = "a" + "\u0316\u0301".repeat(80_000);
  assert.match(said(long), /^invalid-domain: "a.{79}…" is not a domain name: the name is longer than 253 characters$/u);
  assert.equal(matchMx("*.example.com", `${long}.example.com`).matches, false);
  assert.ok(performance.now() - begun < 500);
  assert.match(said(`${"a".repeat(300)}.example`), /^invalid-domain: "a{80}…" is not a domain name: a label is longer/);
  for (const text of ["a\u200db.com", "\u202eabc.com"]) assert.match(said(text), /its characters outside ASCII cannot be written as A-labels$/);
  // 253 characters as A-labels.
  const longest = `${Array(4).fill("ü".repeat(50)).join(".")}.example`;
  assert.equal(said(longest), new URL(`https://${longest}/`).hostname);
});

test("wrong arguments are refused by name", async () => {
  throwsCode("invalid-argument", () => parsePolicy(3));
  throwsCode("invalid-argument", () => parseRecord(["v=STSv1", null]));
  throwsCode("invalid-argument", () => matchMx("*.example.com"));
  await rejectsCode("invalid-argument", checkDomain());
  await rejectsCode("invalid-argument", checkDomain("example.com", null));
  await rejectsCode("invalid-argument", checkDomain("example.com", { timeout: -1 }));
  await rejectsCode("invalid-argument", checkDomain("example.com", { onEvent: "x" }));
  await rejectsCode("invalid-argument", checkDomain("example.com", { signal: {} }));
  await rejectsCode("invalid-argument", checkDomain("example.com", { relay: "ftp://x/" }));
  await rejectsCode("invalid-resolver", checkDomain("example.com", { resolver: "http://dns.example/" }));
  await rejectsCode("invalid-domain", checkDomain("not a domain"));
  await rejectsCode("invalid-domain", checkDomain("192.0.2.1"));
});

test("init does nothing and may be awaited", async () => {
  assert.equal(await init(), undefined);
});

test("a resolver that cannot be reached leaves everything untested", async () => {
  // Nothing listens on port 9 of this machine; Node refuses the port by itself.
  const report = await checkDomain("good.test", { resolver: "http://127.0.0.1:9/dns-query" });
  assert.equal(report.verdict, "not-tested");
  assert.ok(report.steps.every((step) => ["not-tested", "skipped"].includes(step.outcome)));
});

test("an injected fetch is used for everything, and what it returns is checked", async () => {
  const asked = [];
  const fetch = async (url) => {
    asked.push(String(url));
    return undefined;
  };
  const report = await checkDomain("good.test", { fetch });
  assert.equal(report.verdict, "not-tested");
  // Records, addresses and mail records; what follows from their answers is not asked.
  assert.equal(asked.length, 7);
  assert.ok(asked.every((url) => url.startsWith("https://cloudflare-dns.com/dns-query?dns=")));
  assert.match(report.steps[0].findings[0].message, /did not return a Response/);
});

test("an answer that is too long, or none of DNS, proves nothing", async () => {
  for (const body of [new Uint8Array(70_000), new Uint8Array([1, 2, 3]), "<html>"]) {
    const report = await checkDomain("good.test", { fetch: async () => new Response(body) });
    assert.equal(report.verdict, "not-tested");
  }
});

test("a check is cancelled by its signal, before and during", async () => {
  await rejectsCode("aborted", checkDomain("good.test", { signal: AbortSignal.abort() }));
  const controller = new AbortController();
  const hang = (_, { signal }) =>
    new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
  const check = checkDomain("good.test", { signal: controller.signal, fetch: hang });
  controller.abort();
  await rejectsCode("aborted", check);
});

test("a time limit ends requests that hang", async () => {
  const hang = (_, { signal }) =>
    new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
  const report = await checkDomain("good.test", { fetch: hang, timeout: 50 });
  assert.match(report.steps[0].findings[0].message, /did not answer within 1 s/);
});

test("what onEvent throws rejects the check", async () => {
  const boom = new Error("boom");
  const onEvent = () => {
    throw boom;
  };
  await assert.rejects(checkDomain("good.test", { onEvent, fetch: async () => new Response("") }), boom);
});

test("events tell each step once, and end with the report", async () => {
  const events = [];
  const fetch = async () => new Response("");
  const report = await checkDomain("good.test", { fetch, onEvent: (event) => events.push(event) });
  const finished = events.filter(({ event }) => event === "step-finished").map(({ step }) => step.step);
  assert.deepEqual(finished.toSorted(), report.steps.map(({ step }) => step).toSorted());
  assert.deepEqual(events.at(-1), { event: "finished", report });
});
