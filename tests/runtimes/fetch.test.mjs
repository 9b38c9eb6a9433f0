// What an injected `fetch` may do: nothing of it gets out of the call that it was given to.
import assert from "node:assert/strict";
import { Readable } from "node:stream";
import { after, test } from "node:test";

import { checkDomain, decide, fetchPolicy, mapPolicyCache } from "mta-sts";
import { relay } from "mta-sts/edge";

const escaped = [];
const keep = (error) => escaped.push(error);
process.on("uncaughtException", keep);
process.on("unhandledRejection", keep);
after(() => assert.deepEqual(escaped, []));

const thrower = () => {
  throw new Error("not this one");
};

/** A Response whose property does not let itself be read. */
const shy = (name) => Object.defineProperty(new Response("x"), name, { get: thrower });

const read = (chunk) => ({ status: 200, body: { getReader: () => ({ read: async () => ({ value: chunk }), cancel: thrower }) } });

const used = new Response("x");
await used.text();

const shared = new Response("x");

const UNREADABLE = {
  "a Response that was read already": () => used,
  "the stream of Node": () => ({ status: 200, headers: new Headers(), body: Readable.from(["x"]) }),
  "a body that is none": () => ({ status: 200, headers: new Headers(), body: "x" }),
  "a reader that is none": () => ({ status: 200, headers: new Headers(), body: { getReader: () => undefined } }),
  "a reader that tells nothing": () => ({ status: 200, body: { getReader: () => ({ read: () => undefined }) } }),
  "chunks of text": () => read("x"),
  "chunks that are null": () => read(null),
  "no Response": () => null,
  "a status that is a text": () => ({ status: "200" }),
  "a then that throws": () => Object.defineProperty({}, "then", { get: thrower }),
  "headers that throw": () => ({ status: 200, headers: { get: thrower }, body: null }),
  "a fetch that throws": thrower,
  "a fetch that throws nothing": () => {
    throw undefined;
  },
  ...Object.fromEntries(["status", "type", "headers", "body"].map((name) => [`a getter of ${name} that throws`, () => shy(name)])),
};

for (const [name, answer] of Object.entries(UNREADABLE)) {
  test(`${name}: unreadable`, async () => {
    const { outcome, opaque } = await fetchPolicy("example.com", { fetch: async () => answer(), timeout: 2_000 });
    assert.deepEqual([outcome, opaque], ["unreadable", false]);
    const atOnce = await fetchPolicy("example.com", { fetch: answer, timeout: 2_000 });
    assert.equal(atOnce.outcome, "unreadable");
    const report = await checkDomain("example.com", { fetch: async () => answer(), timeout: 2_000 });
    assert.equal(report.verdict, "not-tested");
  });
}

test("a Response that several calls share is read by the first of them", async () => {
  const fetch = async () => shared;
  const calls = Array.from({ length: 5 }, () => fetchPolicy("example.com", { fetch, timeout: 2_000 }));
  const outcomes = (await Promise.all(calls)).map(({ outcome }) => outcome);
  assert.deepEqual(outcomes.sort(), ["response", ...Array(4).fill("unreadable")]);
});

test("after all of these other calls are answered", async () => {
  const { outcome, body } = await fetchPolicy("example.com", { fetch: async () => new Response("y") });
  assert.deepEqual([outcome, body], ["response", "y"]);
});

test("what has a status is a Response, and a global fetch may be put in place later", async (context) => {
  context.mock.method(globalThis, "fetch", () => ({ status: 404 }));
  const { status, body, contentType } = await fetchPolicy("example.com");
  assert.deepEqual([status, body, contentType], [404, "", null]);
});

test("a body is cut off behind 64 KiB, whatever becomes of the rest", async () => {
  for (const [length, truncated] of [[65_536, false], [65_537, true]]) {
    const chunks = [new Uint8Array(65_536), new Uint8Array(length - 65_536)];
    const fetch = async () => ({ status: 200, body: { getReader: () => ({ read: async () => ({ done: chunks.length === 0, value: chunks.shift() }), cancel: thrower }) } });
    const result = await fetchPolicy("example.com", { fetch });
    assert.deepEqual([result.truncated, result.body.length], [truncated, truncated ? 0 : length]);
  }
});

/** What does not look at its signal. */
const never = () => new Promise(() => {});
const DEAF = {
  "a fetch": never,
  "a body": async () => ({ status: 200, body: { getReader: () => ({ read: never, cancel: thrower }) } }),
  "a fetch that fails late": () => new Promise((_, reject) => setTimeout(reject, 100, new Error("late"))),
  "a body that comes late": () => new Promise((resolve) => setTimeout(resolve, 100, read("x"))),
};

for (const [name, fetch] of Object.entries(DEAF)) {
  test(`${name} that ignores its signal is given up`, async () => {
    const begun = performance.now();
    assert.deepEqual(await fetchPolicy("example.com", { fetch, timeout: 50 }), { outcome: "timed-out", seconds: 0 });
    const report = await checkDomain("example.com", { fetch, timeout: 50 });
    assert.match(report.steps[0].findings[0].message, /did not answer within 1 s/);
    for (const begin of [fetchPolicy, checkDomain]) {
      const leaving = new AbortController();
      const call = begin("example.com", { fetch, signal: leaving.signal });
      setTimeout(() => leaving.abort(), 20);
      await assert.rejects(call, { code: "aborted" });
    }
    assert.ok(performance.now() - begun < 2_000);
    await new Promise((resolve) => setTimeout(resolve, 150));
  });
}

test("what is given up is told to fetch and to the body", async () => {
  let told;
  const deaf = (_, { signal }) => {
    signal.addEventListener("abort", () => (told = signal.reason.name));
    return never();
  };
  await fetchPolicy("example.com", { fetch: deaf, timeout: 20 });
  assert.equal(told, "TimeoutError");
  const cancelled = new Promise((resolve) => {
    const body = new ReadableStream({ cancel: resolve });
    fetchPolicy("example.com", { fetch: async () => new Response(body), timeout: 20 });
  });
  await cancelled;
});

test("a policy that is not UTF-8 is none by a relay either", async () => {
  const text = "version: STSv1\nmode: none\nmax_age: 604800\nx: caf\xe9 \ufffd\n";
  for (const [body, notUtf8] of [[Uint8Array.from(text, (c) => c.charCodeAt(0)), true], [text, false]]) {
    const host = async () => new Response(body, { headers: { "content-type": "text/plain" } });
    const direct = await fetchPolicy("example.com", { fetch: host });
    assert.equal(direct.notUtf8, notUtf8);
    const relayed = relay({ fetch: host });
    const options = { relay: "https://relay.example/", fetch: (url) => relayed(new Request(url)) };
    assert.deepEqual(await fetchPolicy("example.com", options), direct);
    for (const way of [{ fetch: host }, options]) {
      const { policy, fetched } = await decide("example.com", { cache: mapPolicyCache(), records: "v=STSv1; id=1", ...way });
      assert.deepEqual([policy?.mode, fetched.report], notUtf8 ? [undefined, "sts-policy-invalid"] : ["none", null]);
    }
  }
});
