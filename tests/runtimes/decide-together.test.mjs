// Decisions that are made at the same time: one look-up, one fetch, and nobody waits for what somebody else has given up.
import assert from "node:assert/strict";
import { after, before, mock, test } from "node:test";

import { decide, mapPolicyCache } from "mta-sts";

import { startLab } from "../support/lab.mjs";
import { useLab } from "../support/lab-network.mjs";

const POLICY = "version: STSv1\nmode: enforce\nmx: mx.example.com\nmax_age: 604800\n";
const RECORD = "v=STSv1; id=1";

let lab;

before(async () => {
  lab = await startLab();
  useLab(lab.ready);
});

after(() => lab.stop());

/** A network whose answers wait until they are let go; `asked` has a signal for each request. */
function network(answer = () => new Response(POLICY, { headers: { "content-type": "text/plain" } })) {
  const asked = [];
  let open;
  const opened = new Promise((resolve) => (open = resolve));
  const fetch = (_, { signal }) => {
    // What has been aborted already never leaves the machine.
    if (!signal.aborted) asked.push(signal);
    const aborted = new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
    return Promise.race([opened.then(answer), aborted]);
  };
  return { asked, open, fetch };
}

/** A Map that takes its time, as a store behind a network does. */
function slowly(cache, counts = { get: 0, set: 0 }) {
  const later = (value) => new Promise((resolve) => setImmediate(resolve, value));
  return {
    counts,
    get: (domain) => later((counts.get++, cache.get(domain))),
    set: (domain, entry, seconds) => later((counts.set++, cache.set(domain, entry, seconds))),
  };
}

const turn = () => new Promise((resolve) => setImmediate(resolve));
const turns = async (count) => {
  for (let n = 0; n < count; n++) await turn();
};

test("a thousand decisions at once make one look-up and one fetch", async () => {
  const asked = [];
  const fetching = (url, init) => {
    asked.push(new URL(url).pathname);
    return fetch(url, init);
  };
  const cache = slowly(mapPolicyCache());
  const options = { cache, resolver: lab.ready.doh, fetch: fetching };
  const decisions = await Promise.all(Array.from({ length: 1000 }, (_, n) => decide(n % 2 === 0 ? "good.test" : "GOOD.test.", options)));
  assert.deepEqual(asked, ["/dns-query", "/.well-known/mta-sts.txt"]);
  assert.equal(cache.counts.set, 1);
  for (const decision of decisions) assert.deepEqual(decision, decisions[0]);
  assert.deepEqual([decisions[0].next, decisions[0].policy.mode], ["fetch", "enforce"]);
  const later = await decide("good.test", options);
  assert.equal(later.next, "deliver");
  assert.equal(asked.length, 3);
});

test("whoever reads an old entry while a fetch ends does not fetch again", async () => {
  const kept = mapPolicyCache();
  const { asked, open, fetch } = network();
  const options = { records: RECORD, fetch };
  // What the first store says is old by the time it says it.
  let answer;
  const old = { get: () => new Promise((resolve) => (answer = () => resolve(undefined))), set: kept.set };
  let slow = true;
  const cache = { get: (domain) => (slow ? old : kept).get(domain), set: kept.set };
  const late = decide("example.com", { cache, ...options });
  await turn();
  slow = false;
  const first = decide("example.com", { cache, ...options });
  open();
  assert.equal((await first).next, "fetch");
  answer();
  assert.deepEqual([(await late).policy, asked.length], [(await first).policy, 1]);
});

test("other domains, ids, resolvers and caches share nothing", async () => {
  const { asked, open, fetch } = network();
  const cache = mapPolicyCache();
  const decisions = [
    decide("example.com", { cache, records: RECORD, fetch }),
    decide("example.net", { cache, records: RECORD, fetch }),
    decide("example.com", { cache, records: "v=STSv1; id=2", fetch }),
    decide("example.com", { cache: mapPolicyCache(), records: RECORD, fetch }),
  ];
  await turns(3);
  assert.equal(asked.length, 4);
  const resolver = "https://dns.example/";
  const others = [{ cache, fetch }, { cache, fetch, resolver }, { cache, fetch, resolver }].map((options) => decide("example.org", options));
  await turns(3);
  assert.equal(asked.length, 6);
  open();
  await Promise.all([...decisions, ...others]);
});

test("who is cancelled leaves the others alone, and the last one ends the fetch", async () => {
  const { asked, open, fetch } = network();
  const cache = mapPolicyCache();
  const callers = [1, 2, 3].map(() => new AbortController());
  const [first, second, third] = callers.map(({ signal }) => decide("example.com", { cache, records: RECORD, fetch, signal }));
  await turns(3);
  callers[0].abort();
  await assert.rejects(first, { code: "aborted" });
  assert.deepEqual([asked.length, asked[0].aborted], [1, false]);
  callers[1].abort();
  callers[2].abort();
  await Promise.all([second, third].map((decision) => assert.rejects(decision, { code: "aborted" })));
  assert.equal(asked[0].aborted, true);
  // Nobody joins what was given up.
  const fresh = decide("example.com", { cache, records: RECORD, fetch });
  open();
  assert.equal((await fresh).policy.mode, "enforce");
  assert.equal(asked.length, 2);
});

test("a look-up is shared in the same way", async () => {
  const { asked, open, fetch } = network(() => new Response("no DNS message"));
  const cache = mapPolicyCache();
  const caller = new AbortController();
  const first = decide("example.com", { cache, fetch, signal: caller.signal });
  const second = decide("example.com", { cache, fetch });
  await turns(3);
  assert.equal(asked.length, 1);
  caller.abort();
  await assert.rejects(first, { code: "aborted" });
  open();
  assert.equal((await second).txt.outcome, "failed");
});

test("a refresh in the background is the only one, and who cannot leave it there waits for it", async () => {
  const cache = slowly(mapPolicyCache());
  const served = network();
  served.open();
  await decide("example.com", { cache, records: RECORD, fetch: served.fetch, now: () => 0 });
  const { asked, open, fetch } = network();
  const pending = [];
  const options = { cache, records: RECORD, fetch, now: () => 90_000_000 };
  const background = { ...options, waitUntil: (promise) => pending.push(promise) };
  assert.equal((await decide("example.com", background)).next, "refresh");
  assert.equal((await decide("example.com", background)).next, "refresh");
  const waiting = decide("example.com", options);
  await turns(5);
  assert.deepEqual([asked.length, pending.length], [1, 2]);
  open();
  await Promise.all(pending);
  assert.deepEqual((await waiting).fetched, { report: null, alert: false });
  assert.equal((await decide("example.com", options)).next, "deliver");
  assert.deepEqual([asked.length, cache.counts.set], [1, 2]);
});

test("a failure is told to everybody, and backed off from once", async () => {
  const { open, fetch } = network(() => new Response("", { status: 500 }));
  const cache = slowly(mapPolicyCache());
  const options = { cache, records: RECORD, fetch };
  const decisions = [decide("example.com", options), decide("example.com", options)];
  open();
  for (const { fetched } of await Promise.all(decisions)) assert.equal(fetched.report, "sts-policy-fetch-error");
  const { failures, failed } = await cache.get("example.com");
  assert.deepEqual([failures, failed.length], [1, 1]);
});

test("a store that fails, fails everybody, and is asked again", async () => {
  const broken = new Error("the store is down");
  let down = true;
  const kept = mapPolicyCache();
  const set = async (...entry) => {
    if (down) throw broken;
    kept.set(...entry);
  };
  const cache = { get: kept.get, set };
  const { open, fetch } = network();
  open();
  const options = { cache, records: RECORD, fetch };
  for (const outcome of await Promise.allSettled([decide("example.com", options), decide("example.com", options)])) assert.equal(outcome.reason, broken);
  down = false;
  assert.equal((await decide("example.com", options)).policy.mode, "enforce");
});

test("a fetch that never ends is not waited for beyond its limit", async () => {
  mock.timers.enable({ apis: ["setTimeout", "Date"] });
  try {
    let asked = 0;
    // As in an edge runtime whose request was ended.
    const dead = () => new Promise(() => (asked += 1));
    const cache = mapPolicyCache();
    void decide("example.com", { cache, records: RECORD, fetch: dead, timeout: 1000 });
    await turns(3);
    const { open, fetch } = network();
    open();
    const waiting = decide("example.com", { cache, records: RECORD, fetch, timeout: 1000 });
    await turns(3);
    assert.equal(asked, 1);
    mock.timers.tick(3000);
    assert.equal((await waiting).policy.mode, "enforce");
  } finally {
    mock.timers.reset();
  }
});
