// The policy host, without any network.
import assert from "node:assert/strict";
import { test } from "node:test";

import { fromKv, hostedAt, policyHost } from "mta-sts/edge";

const GOOD = "version: STSv1\nmode: enforce\nmx: mail.example.com\nmax_age: 604800\n";
const CRLF = GOOD.replaceAll("\n", "\r\n");
const NEXT = GOOD.replace("mail.", "mx.");
const BROKEN = "version: STSv1\nmode: Enforce\nmx: mail.example.com\nmax_age: 604800\n";
const PATH = "/.well-known/mta-sts.txt";

function ask(handler, { host = "mta-sts.example.com", path = PATH, ...init } = {}) {
  return handler(new Request(`https://${host}${path}`, init));
}

test("a policy is served as the RFC wants it, with CRLF", async () => {
  const response = await ask(policyHost({ domains: { "example.com": GOOD } }));
  assert.equal(response.status, 200);
  assert.equal(await response.text(), CRLF);
  const head = Object.fromEntries(response.headers);
  assert.match(head["content-type"], /^text\/plain(;|$)/);
  assert.equal(head["content-length"], String(CRLF.length));
  assert.equal(head["access-control-allow-origin"], "*");
  assert.equal(head["cache-control"], "max-age=300");
  assert.equal(head.location, undefined);
  assert.equal(head["mta-sts-policy"], undefined);
});

test("HEAD has the same head and no body, conditional requests change nothing", async () => {
  const handler = policyHost({ domains: { "example.com": GOOD } });
  const [get, head] = [await ask(handler), await ask(handler, { method: "HEAD" })];
  assert.deepEqual(Object.fromEntries(head.headers), Object.fromEntries(get.headers));
  assert.equal(await head.text(), "");
  const conditional = await ask(handler, { headers: { "if-none-match": "*", "if-modified-since": new Date().toUTCString() } });
  assert.equal(conditional.status, 200);
});

test("other names, paths and methods get nothing", async () => {
  const handler = policyHost({ domains: { "example.com": GOOD, toString: GOOD } });
  for (const [status, request] of [
    [404, { host: "example.com" }],
    [404, { host: "mta-sts.example.org" }],
    [404, { host: "mta-sts.constructor" }],
    [404, { host: "mta-sts.mta-sts.example.com" }],
    [404, { path: "/" }],
    [404, { path: "/.well-known/mta-sts.txt/" }],
    [405, { method: "POST", body: "x" }],
    [405, { method: "DELETE" }],
    [204, { method: "OPTIONS" }],
    [200, { host: "MTA-STS.Example.COM." }],
    [200, { host: "mta-sts.example.com:8443" }],
    [200, { path: `${PATH}?x=1` }],
  ]) {
    const response = await ask(handler, request);
    assert.equal(response.status, status, JSON.stringify(request));
    assert.notEqual(response.status === 404 && (await response.text()).includes("STSv1"), true);
  }
});

test("a broken policy is refused: the last good one is served, and it is said", async () => {
  const policies = { "example.com": GOOD };
  const events = [];
  const handler = policyHost({ domains: (domain) => policies[domain], log: (event) => events.push(event) });
  assert.equal((await ask(handler)).status, 200);
  policies["example.com"] = BROKEN;
  const response = await ask(handler);
  assert.equal(response.status, 200);
  assert.equal(await response.text(), CRLF);
  assert.equal(response.headers.get("mta-sts-policy"), "last-good");
  assert.deepEqual(events, [{ event: "policy-refused", domain: "example.com", codes: ["policy/mode-invalid"], served: "last-good" }]);
});

test("a broken policy without a good one before it is 503, never 200", async () => {
  const events = [];
  const handler = policyHost({ domains: { "example.com": BROKEN }, log: (event) => events.push(event) });
  const response = await ask(handler);
  assert.equal(response.status, 503);
  assert.equal(response.headers.get("retry-after"), "60");
  assert.equal(events[0].served, "nothing");
});

test("a source that fails is not the end of the policy", async () => {
  let fails = false;
  const domains = async () => {
    if (fails) throw new Error("KV is down");
    return GOOD;
  };
  const events = [];
  const handler = policyHost({ domains, log: (event) => events.push(event) });
  await ask(handler);
  fails = true;
  const response = await ask(handler);
  assert.equal(await response.text(), CRLF);
  assert.deepEqual(events[0].codes, ["source-failed"]);
  assert.equal(events[0].error.message, "KV is down");
});

test("the last good policy can be kept elsewhere", async () => {
  const kept = new Map([["example.com", CRLF]]);
  const lastGood = { get: async (domain) => kept.get(domain), set: async (domain, text) => void kept.set(domain, text) };
  const handler = policyHost({ domains: { "example.com": BROKEN }, log: () => {}, lastGood });
  assert.equal((await ask(handler)).headers.get("mta-sts-policy"), "last-good");
});

test("policies come from KV, as text or as JSON", async () => {
  const values = { "p:example.com": GOOD, "p:example.org": JSON.stringify({ policy: GOOD, id: "1" }) };
  const handler = policyHost({ domains: fromKv({ get: async (key) => values[key] ?? null }, "p:") });
  assert.equal((await ask(handler)).status, 200);
  assert.equal((await ask(handler, { host: "mta-sts.example.org" })).status, 200);
  assert.equal((await ask(handler, { host: "mta-sts.example.net" })).status, 404);
});

test("a roll-out changes the body first, then the record", () => {
  const entry = { policy: GOOD, id: "1", next: { policy: NEXT, id: "2", from: 1000 } };
  const at = (now) => {
    const { phase, body, record, until } = hostedAt(entry, now, 600);
    return [phase, body === NEXT ? "new" : "old", record, until];
  };
  assert.deepEqual(at(999), ["steady", "old", "v=STSv1; id=1;", 1000]);
  assert.deepEqual(at(1000), ["body-first", "new", "v=STSv1; id=1;", 1600]);
  assert.deepEqual(at(1599), ["body-first", "new", "v=STSv1; id=1;", 1600]);
  assert.deepEqual(at(1600), ["steady", "new", "v=STSv1; id=2;", null]);
});

test("a removal serves `none` until no cache holds an earlier policy", async () => {
  const entry = { policy: GOOD, id: "1", removed: { from: 1000, id: "2", maxAges: [604800, 1209600] } };
  let now = 1000;
  const handler = policyHost({ domains: { "example.com": entry }, now: () => now * 1000, settleSeconds: 600 });
  assert.match(await (await ask(handler)).text(), /^version: STSv1\r\nmode: none\r\n/);
  assert.equal(hostedAt(entry, 1000, 600).record, "v=STSv1; id=1;");
  assert.equal(hostedAt(entry, 1600, 600).record, "v=STSv1; id=2;");
  now = 1600 + 1209600 - 1;
  assert.equal((await ask(handler)).status, 200);
  now += 1;
  assert.equal((await ask(handler)).status, 404);
  assert.equal(hostedAt(entry, now, 600).record, null);
});

test("an id that no record can have is refused when it is used", () => {
  assert.throws(() => hostedAt({ policy: GOOD, id: "a-b" }, 0, 0), TypeError);
});
