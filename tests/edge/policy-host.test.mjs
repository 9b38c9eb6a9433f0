// The policy host, without any network.
import assert from "node:assert/strict";
import { test } from "node:test";

import { MtaStsError } from "mta-sts";
import { fromKv, hostedAt, kvLastGood, policyHost } from "mta-sts/edge";

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

test("domains may be written as people write them, in an object or a Map", async () => {
  for (const [key, host] of [
    ["Example.com", "mta-sts.example.com"],
    ["example.com.", "mta-sts.example.com."],
    ["b\u00fccher.de", "mta-sts.b\u00fccher.de"],
    ["xn--bcher-kva.de", "mta-sts.B\u00dcCHER.de"],
  ]) {
    for (const domains of [{ [key]: GOOD }, new Map([[key, GOOD]])]) {
      assert.equal((await ask(policyHost({ domains }), { host })).status, 200, key);
    }
    // Whatever form a `domainOf` of one's own finds them in.
    assert.equal((await ask(policyHost({ domains: { [key]: GOOD }, domainOf: () => key }))).status, 200, key);
  }
  assert.equal((await ask(policyHost({ domains: { "example.com": GOOD }, domainOf: () => "a b" }))).status, 404);
});

test("what could never be served is refused when it is mounted", () => {
  const wrong = [{ "": GOOD }, { "a b": GOOD }, { "*.example.com": GOOD }, { "https://example.com": GOOD }, { "example.com": GOOD, "EXAMPLE.com.": GOOD }];
  const others = [[["example.com", GOOD]], new Set(["example.com"]), new Map([[3, GOOD]]), new Map([["example.com", 3]]), "example.com"];
  for (const domains of [...wrong, ...others]) {
    assert.throws(() => policyHost({ domains }), { name: "MtaStsError", code: "invalid-argument", message: /^options\.domains/ });
  }
  for (const cacheSeconds of [1.5, -1, NaN, "60"]) {
    assert.throws(() => policyHost({ domains: {}, cacheSeconds }), { code: "invalid-argument", message: /^options\.cacheSeconds must be a whole number/ });
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

/** What a handler serves over the course of time, with the record to publish beside it. */
async function course(entry, times, settleSeconds = 600) {
  let now = 0;
  const events = [];
  const handler = policyHost({ domains: { "example.com": entry }, now: () => now * 1000, settleSeconds, log: (event) => events.push(event) });
  const seen = [];
  for (now of times) {
    const response = await ask(handler);
    const { phase, record, until } = hostedAt(entry, now, settleSeconds);
    const body = response.status === 200 ? await response.text() : response.status;
    seen.push([phase, NAMES.get(body) ?? body, record?.slice(9, -1) ?? record, until]);
    assert.equal(response.headers.get("mta-sts-policy"), response.ok && events.length > 0 ? "last-good" : null);
    seen.at(-1).push(...events.splice(0).flatMap(({ codes }) => codes));
  }
  return seen;
}

const NAMES = new Map([
  [CRLF, "old"],
  [NEXT.replaceAll("\n", "\r\n"), "new"],
  ["version: STSv1\r\nmode: none\r\nmax_age: 86400\r\n", "none"],
]);

test("a roll-out changes the body first, then the record", async () => {
  const entry = { policy: GOOD, id: "1", next: { policy: NEXT, id: "2", from: 1000 } };
  assert.deepEqual(await course(entry, [999, 1000, 1599, 1600]), [
    ["steady", "old", "id=1", 1000],
    ["body-first", "new", "id=1", 1600],
    ["body-first", "new", "id=1", 1600],
    ["steady", "new", "id=2", null],
  ]);
});

test("what does not hold is not rolled out: body and record stay as they are, and it is said", async () => {
  for (const [next, code] of [
    [{ policy: BROKEN, id: "2" }, "policy/mode-invalid"],
    [{ policy: NEXT, id: "1" }, "diff/id-unchanged"],
  ]) {
    const entry = { policy: GOOD, id: "1", next: { ...next, from: 1000 } };
    assert.deepEqual(await course(entry, [999, 1000, 9999]), [
      ["steady", "old", "id=1", 1000],
      ["steady", "old", "id=1", null, code],
      ["steady", "old", "id=1", null, code],
    ]);
    assert.deepEqual(hostedAt(entry, 1000, 600).refused, [code]);
  }
});

test("a good policy may follow a broken one", async () => {
  const entry = { policy: BROKEN, id: "1", next: { policy: NEXT, id: "2", from: 1000 } };
  const [before, after] = await course(entry, [999, 1000]);
  assert.deepEqual([before[1], before[4]], [503, "policy/mode-invalid"]);
  assert.deepEqual(after, ["body-first", "new", "id=1", 1600]);
});

test("a removal serves `none` until no cache holds an earlier policy", async () => {
  const entry = { policy: GOOD, id: "1", removed: { from: 1000, id: "2", maxAges: [86_400, 1_209_600] } };
  const forgotten = 1600 + 1_209_600;
  assert.deepEqual(await course(entry, [999, 1000, 1599, 1600, forgotten - 1, forgotten]), [
    ["steady", "old", "id=1", 1000],
    ["removing", "none", "id=1", 1600],
    ["removing", "none", "id=1", 1600],
    ["removing", "none", "id=2", forgotten],
    ["removing", "none", "id=2", forgotten],
    ["removed", 404, null, null],
  ]);
});

test("a removal knows the max_age of the policies that it is told of, and takes a day at least", async () => {
  const short = GOOD.replace("604800", "60");
  for (const [entry, kept] of [
    [{ policy: GOOD, removed: { from: 1000, id: "2" } }, 604_800],
    [{ policy: short, next: { policy: NEXT, id: "2", from: 10 }, removed: { from: 1000, id: "3" } }, 604_800],
    [{ policy: short, removed: { from: 1000, id: "2", maxAges: [] } }, 86_400],
    [{ policy: BROKEN, removed: { from: 1000, id: "2" } }, 86_400],
  ]) {
    assert.equal(hostedAt(entry, 1600, 600).until, 1600 + kept);
  }
});

test("a removal after a roll-out goes on from where that has come to", async () => {
  const entry = { policy: GOOD, id: "1", next: { policy: NEXT, id: "2", from: 1000 }, removed: { from: 2000, id: "3" } };
  const states = await course(entry, [1999, 2000, 2600]);
  assert.deepEqual(states.map(([phase, body, record]) => [phase, body, record]), [
    ["steady", "new", "id=2"],
    ["removing", "none", "id=2"],
    ["removing", "none", "id=3"],
  ]);
});

test("a removal under an id that was there before is refused, whichever it was", async () => {
  const entry = { policy: GOOD, id: "1", next: { policy: NEXT, id: "2", from: 1000 } };
  for (const id of ["1", "2"]) {
    const states = await course({ ...entry, removed: { from: 2000, id } }, [2000, 9999]);
    for (const state of states) assert.deepEqual(state, ["steady", "new", "id=2", null, "diff/id-unchanged"]);
    const [early] = await course({ ...entry, removed: { from: 1200, id } }, [1200]);
    assert.deepEqual(early, ["body-first", "new", "id=1", 1600, "diff/id-unchanged"]);
  }
  assert.deepEqual((await course({ policy: GOOD, id: "1", removed: { from: 9, id: "1" } }, [9]))[0].at(-1), "diff/id-unchanged");
});

test("a configuration that cannot be meant is refused, and the last good policy served", async () => {
  const bad = [
    { policy: GOOD, id: "a-b" },
    { policy: 3 },
    {},
    { policy: GOOD, next: { policy: NEXT, id: "2" } },
    { policy: GOOD, next: { policy: NEXT, id: "2", from: "soon" } },
    { policy: GOOD, next: { policy: NEXT, id: "2", from: 1_700_000_000_000 } },
    { policy: GOOD, removed: { id: "2", from: NaN } },
    { policy: GOOD, id: "1", next: { id: "2", from: 9 } },
    { policy: GOOD, id: "1", next: { policy: NEXT, id: "b-c", from: 9 } },
    { policy: GOOD, id: "1", removed: { id: "b-c", from: 9 } },
    ...["604800", ["604800"], [-1], [0.5], [NaN], 604_800, null].map((maxAges) => ({ policy: GOOD, id: "1", removed: { id: "2", from: 9, maxAges } })),
    null,
    3,
  ];
  for (const entry of bad) {
    assert.throws(() => hostedAt(entry, 0, 0), (error) => error instanceof MtaStsError && error.code === "invalid-argument", JSON.stringify(entry));
    assert.throws(() => policyHost({ domains: { "example.com": entry } }), { name: "MtaStsError", code: "invalid-argument", message: /^options\.domains\["example\.com"\]/ });
    // `null` is no entry, which a source may say.
    if (entry === null) continue;
    const entries = [GOOD, entry];
    const events = [];
    const handler = policyHost({ domains: () => entries.shift(), log: (event) => events.push(event) });
    await ask(handler);
    assert.equal((await ask(handler)).headers.get("mta-sts-policy"), "last-good");
    assert.deepEqual(events[0].codes, ["source-failed"]);
  }
});

test("last good policies outlive an isolate in KV, which is written only when they change", async () => {
  const stored = new Map();
  const puts = [];
  const namespace = { get: async (key) => stored.get(key) ?? null, put: async (...entry) => void (puts.push(entry), stored.set(...entry)) };
  const first = policyHost({ domains: { "example.com": GOOD }, lastGood: kvLastGood(namespace) });
  for (let n = 0; n < 3; n++) await ask(first);
  assert.deepEqual(puts, [["last-good:example.com", CRLF]]);
  const second = policyHost({ domains: { "example.com": BROKEN }, log: () => {}, lastGood: kvLastGood(namespace) });
  const response = await ask(second);
  assert.deepEqual([response.headers.get("mta-sts-policy"), await response.text()], ["last-good", CRLF]);
});

test("a store of last good policies that fails keeps nobody from a good one, and is told of", async () => {
  const down = async () => {
    throw new Error("KV is down");
  };
  const events = [];
  const options = { lastGood: { get: down, set: down }, log: (event) => events.push(event) };
  const good = await ask(policyHost({ domains: { "example.com": GOOD }, ...options }));
  assert.deepEqual([good.status, good.headers.get("mta-sts-policy")], [200, null]);
  assert.equal((await ask(policyHost({ domains: { "example.com": BROKEN }, ...options }))).status, 503);
  assert.deepEqual(events.map(({ event }) => event), ["policy-not-kept", "policy-refused"]);
  assert.deepEqual(events[1].codes, ["policy/mode-invalid", "last-good-failed"]);
});

test("without a log of one's own it is the console's", async (t) => {
  const { mock } = t.mock.method(console, "warn", () => {});
  await ask(policyHost({ domains: { "example.com": BROKEN } }));
  const down = () => Promise.reject(new Error("no room"));
  await ask(policyHost({ domains: { "example.com": GOOD }, lastGood: { get: down, set: down } }));
  assert.deepEqual(mock.calls.map(({ arguments: [line] }) => line), [
    "mta-sts: the policy for example.com is refused (policy/mode-invalid); serving nothing",
    "mta-sts: the policy for example.com is served, but not kept for later (Error: no room)",
  ]);
});
