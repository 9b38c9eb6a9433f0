// The vectors of behaviour (../conformance/behaviour) through `apply` and `decide`, with each kind of store.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { MtaStsError, apply, cacheApiPolicyCache, decide, kvPolicyCache, mapPolicyCache } from "mta-sts";

const RELAY = "https://relay.example/";

function vectors(kind) {
  const file = new URL(`../conformance/behaviour/${kind}.json`, import.meta.url);
  return JSON.parse(readFileSync(file, "utf8"));
}

/** What came of a fetch as a relay tells it: a response, or mode and max_age of a policy that is served well. */
function relayed(fetched) {
  if (typeof fetched !== "string") return fetched;
  const [mode, maxAge] = fetched.split(" ");
  const body = `version: STSv1\nmode: ${mode}\nmx: mx.example.com\nmax_age: ${maxAge}\n`;
  return { outcome: "response", status: 200, contentType: "text/plain", location: null, body, truncated: false, challenge: false };
}

/** Options with a network that brings this, a clock that stands still, and records as the vectors write them. */
function circumstances({ at, txt, fetch: fetched }) {
  const [kind, id] = txt.split(" ");
  const records = { record: [`v=STSv1; id=${id}`], missing: [], failed: null }[kind];
  return { records, relay: RELAY, now: () => at * 1000, fetch: async () => Response.json(relayed(fetched)) };
}

const inUse = ({ policy, id }) => (policy === null ? "none" : `${policy.mode}:${id}`);
const words = (decision) => [inUse(decision), decision.next, decision.until].filter((word) => word !== null).join(" ");

function thenWords(decision) {
  const { report, alert } = decision.fetched;
  return `${inUse(decision)}${report === null ? "" : ` report ${report}`}${alert ? " alert" : ""}`;
}

for (const { id, note, policy, candidates, expect } of vectors("apply")) {
  test(`${id}: ${note}`, () => {
    const { hosts, conclusion, failures } = apply(policy, candidates);
    const told = {
      hosts: hosts.map(({ host, decision, reason }) => `${host} ${decision} ${reason}`),
      conclusion,
      failures: failures.map(({ host, resultType }) => `${host} ${resultType}`),
    };
    assert.deepEqual(told, { failures: [], ...expect });
  });
}

for (const { id, note, input, verdict } of vectors("fetch")) {
  test(`${id}: ${note}`, async () => {
    const options = circumstances({ at: 0, txt: "record 1", fetch: input });
    const { policy, fetched } = await decide("example.com", { cache: mapPolicyCache(), ...options });
    assert.equal(policy === null ? fetched.report : `policy ${policy.mode} ${policy.maxAge}`, verdict);
  });
}

/** Every store's own forms of the same calls. */
const STORES = {
  "a Map": () => mapPolicyCache(),
  KV: () => kvPolicyCache(namespace()),
  "the Cache API": () => cacheApiPolicyCache(Promise.resolve(httpCache())),
};

function namespace() {
  const texts = new Map();
  return {
    async get(key, type) {
      assert.equal(type, "json");
      return JSON.parse(texts.get(key) ?? "null");
    },
    async put(key, text, { expirationTtl }) {
      assert.ok(Number.isInteger(expirationTtl) && expirationTtl >= 60);
      texts.set(key, text);
    },
  };
}

function httpCache() {
  const responses = new Map();
  return {
    match: async (url) => responses.get(new URL(url).href)?.clone(),
    async put(url, response) {
      assert.match(response.headers.get("cache-control"), /^max-age=\d+$/);
      responses.set(new URL(url).href, response);
    },
  };
}

for (const [name, store] of Object.entries(STORES)) {
  for (const { id, note, steps } of vectors("cache")) {
    test(`${id}, kept in ${name}: ${note}`, async () => {
      const cache = store();
      for (const step of steps) {
        const options = { cache, ...circumstances(step) };
        // Where the vector has no fetch, none is to take place, or what is due leaves nothing behind.
        if (step.fetch === undefined && step.step.endsWith(" fetch")) {
          await assert.rejects(decide("example.com", { ...options, ...cancelled() }), { code: "aborted" });
          continue;
        }
        if (step.fetch === undefined) {
          const pending = [];
          const background = { ...cancelled(), waitUntil: (promise) => pending.push(promise) };
          assert.equal(words(await decide("example.com", { ...options, ...background })), step.step, `at ${step.at}`);
          for (const refresh of pending) await assert.rejects(refresh, { code: "aborted" });
          continue;
        }
        const decision = await decide("example.com", options);
        assert.equal(decision.next, step.step.split(" ")[1], `at ${step.at}`);
        assert.equal(thenWords(decision), step.then, `at ${step.at}`);
      }
    });
  }
}

/** A fetch that is given up as soon as it is made. */
function cancelled() {
  const controller = new AbortController();
  const giveUp = async () => {
    controller.abort();
    throw controller.signal.reason;
  };
  return { signal: controller.signal, fetch: giveUp };
}

const POLICY = "enforce 604800";

async function kept() {
  const cache = mapPolicyCache();
  await decide("example.com", { cache, ...circumstances({ at: 0, txt: "record 1", fetch: POLICY }) });
  return cache;
}

test("a refresh goes on in the background where the host takes its promise", async () => {
  const cache = await kept();
  const pending = [];
  const options = { cache, ...circumstances({ at: 86_400, txt: "missing", fetch: "testing 86400" }) };
  const decision = await decide("example.com", { ...options, waitUntil: (promise) => pending.push(promise) });
  assert.deepEqual([words(decision), decision.fetched], ["enforce:1 refresh", null]);
  assert.match(decision.why, /^enforces the cached policy with id 1, valid for 6 days more, and fetches it anew/);
  await Promise.all(pending);
  assert.equal(words(await decide("example.com", options)), "testing:1 deliver");
});

test("the policy is applied to the candidates, and the domain may have U-labels", async () => {
  const cache = mapPolicyCache();
  const options = { cache, ...circumstances({ at: 0, txt: "record 1", fetch: POLICY }) };
  const candidates = [{ preference: 20, host: "mx.example.com" }, { preference: 10, host: "other.example", validation: { outcome: "passed" } }];
  const { domain, application } = await decide("Bücher.Example.", { ...options, candidates });
  assert.equal(domain, "xn--bcher-kva.example");
  assert.deepEqual(application.hosts.map(({ reason }) => reason), ["not-matched", "not-tried"]);
  assert.deepEqual(application.conclusion, { conclusion: "validate", host: "mx.example.com" });
  assert.ok((await cache.get(domain)).cached.policy.maxAge === 604_800);
});

test("what a store hands back is held against the standard again", async () => {
  const { cached } = await (await kept()).get("example.com");
  const { policy } = cached;
  const spoilt = [
    3, "x", [], { cached: 3 }, { cached: {} }, { cached: { ...cached, policy: "mode: none" } }, { failed: 3 }, { failed: [null] },
    ...[{ mode: "Enforce" }, { mx: [] }, { mx: "mx.example.com" }, { mx: ["*"] }, { maxAge: -1 }, { maxAge: 1e12 }, { version: null }].map((part) => ({
      cached: { ...cached, policy: { ...policy, ...part } },
    })),
    { cached: { ...cached, fetchedAt: "never" }, failures: {} },
  ];
  for (const entry of spoilt) {
    const cache = { get: () => entry, set() {} };
    const decision = await decide("example.com", { cache, ...circumstances({ at: 1e9, txt: "failed" }) });
    assert.equal(words(decision), "none deliver", JSON.stringify(entry));
  }
});

test("a store that is out of order is not taken for an empty one", async () => {
  const broken = new Error("the store is down");
  const down = async () => {
    throw broken;
  };
  const options = circumstances({ at: 0, txt: "record 1", fetch: POLICY });
  await assert.rejects(decide("example.com", { ...options, cache: { get: down, set: down } }), broken);
  await assert.rejects(decide("example.com", { ...options, cache: { get: () => null, set: down } }), broken);
});

test("a Map holds so many domains and no more, the latest", async () => {
  const map = new Map();
  const cache = mapPolicyCache(map, { maxDomains: 2 });
  for (const domain of ["a.example", "b.example", "a.example", "c.example"]) cache.set(domain, { domain });
  assert.deepEqual([...map.keys()], ["a.example", "c.example"]);
});

test("wrong arguments are refused by name", async () => {
  const refused = (call, named) => assert.rejects(async () => call(), (error) => error instanceof MtaStsError && error.code === "invalid-argument" && error.message.includes(named));
  const good = { preference: 10, host: "mx.example.com" };
  await refused(() => apply(null, good), "candidates");
  for (const [part, named] of [
    [{ preference: -1 }, "preference"],
    [{ preference: 65_536 }, "preference"],
    [{ host: 3 }, "host"],
    [{ validation: { outcome: "failed" } }, "resultType"],
    [{ validation: { outcome: "good" } }, "outcome"],
  ]) {
    await refused(() => apply(null, [good, { ...good, ...part }]), `candidates[1].${named === "preference" || named === "host" ? "" : "validation."}${named}`);
  }
  await refused(() => apply("mode: enforce\n", [good]), "policy");
  await refused(() => apply(undefined, [good]), "policy");
  await refused(() => decide("example.com", {}), "options.cache");
  await refused(() => decide("example.com", { cache: mapPolicyCache(), records: [3] }), "records");
  await refused(() => decide("example.com", { cache: mapPolicyCache(), records: [], now: () => NaN }), "options.now");
  const untouched = { get: () => assert.fail("the cache was asked"), set() {} };
  await refused(() => decide("example.com", { cache: untouched, candidates: [{ ...good, host: 3 }] }), "candidates[0].host");
  await assert.rejects(decide("not a domain", { cache: mapPolicyCache() }), { code: "invalid-domain" });
});

test("a decision is cancelled by its signal", async () => {
  const options = { cache: mapPolicyCache(), signal: AbortSignal.abort(), fetch: (_, { signal }) => Promise.reject(signal.reason) };
  await assert.rejects(decide("example.com", options), { code: "aborted" });
  await assert.rejects(decide("example.com", { ...options, records: ["v=STSv1; id=1"] }), { code: "aborted" });
});

test("a refresh in the background that fails is its caller's to look at, and nobody's to handle", async () => {
  const down = new Error("the store is down");
  const fails = () => {
    throw down;
  };
  const pending = [];
  const cache = { get: (await kept()).get, set: fails };
  const options = { cache, ...circumstances({ at: 86_400, txt: "missing", fetch: "testing 86400" }) };
  assert.equal(words(await decide("example.com", { ...options, waitUntil() {} })), "enforce:1 refresh");
  // An unhandled rejection would end the test run here.
  await new Promise((resolve) => setTimeout(resolve, 20));
  await decide("example.com", { ...options, waitUntil: (promise) => pending.push(promise) });
  await assert.rejects(pending[0], down);
  await assert.rejects(decide("example.com", options), down);
});

test("what it says it does is what it did", async () => {
  const missing = { outcome: "response", status: 404, contentType: null, location: null, body: "", truncated: false, challenge: false };
  const why = async (cache, circumstance) => (await decide("example.com", { cache, ...circumstances(circumstance) })).why;
  const first = "fetches the policy, because none is cached, to apply it from then on";
  const fresh = { at: 0, txt: "record 1" };
  assert.equal(await why(mapPolicyCache(), { ...fresh, fetch: POLICY }), `${first}; the fetch brought a policy, which applies now`);
  assert.equal(await why(mapPolicyCache(), { ...fresh, fetch: missing }), `${first}; the fetch failed, so no policy applies`);
  const anew = { at: 86_400, txt: "record 1" };
  assert.match(await why(await kept(), { ...anew, fetch: POLICY }), /^enforces the cached policy .*, and fetches it anew; the fetch brought a policy/);
  assert.match(await why(await kept(), { ...anew, fetch: missing }), /anew; the fetch failed, so the cached policy goes on to apply$/);
  assert.match(await why(await kept(), { ...anew, at: 60 }), /^enforces the cached policy with id 1, valid for 6 days more$/);
});
