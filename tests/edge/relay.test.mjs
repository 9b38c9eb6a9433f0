// The relay in Node against the lab: over real TLS, for every one of its domains.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { checkDomain, fetchPolicy } from "mta-sts";
import { rateLimit, relay } from "mta-sts/edge";

import { scenarios, startLab } from "../support/lab.mjs";
import { useLab } from "../support/lab-network.mjs";
import { serve } from "../support/serve.mjs";

const LIMIT = 3000;

let lab;
let server;

before(async () => {
  lab = await startLab();
  useLab(lab.ready);
  server = await serve(relay({ specialUse: ["test"], timeout: LIMIT }));
});

after(async () => {
  await server?.stop();
  await lab?.stop();
});

const get = (handler, query, headers = {}) => handler(new Request(`https://relay.example/relay${query}`, { headers }));

for (const { domain } of scenarios()) {
  test(`${domain} through the relay is what it is without`, async () => {
    const [relayed, direct] = await Promise.all([
      fetch(`${server.url}/?domain=${domain}`).then((response) => response.json()),
      fetchPolicy(domain, { timeout: LIMIT }),
    ]);
    assert.deepEqual(relayed, direct);
  });
}

test("a check through the relay is the check without it", async () => {
  const options = { resolver: lab.ready.doh, timeout: LIMIT };
  for (const domain of ["good.test", "redirect.test", "expired-policy.test"]) {
    const [through, direct] = [await checkDomain(domain, { ...options, relay: server.url }), await checkDomain(domain, options)];
    assert.deepEqual(through, direct);
  }
});

test("an answer has what the check needs and nothing else", async () => {
  const result = await (await fetch(`${server.url}/?domain=good.test`)).json();
  assert.deepEqual(Object.keys(result).sort(), ["body", "challenge", "contentType", "location", "notUtf8", "outcome", "status", "truncated"]);
});

test("only pages on the list may read it, and its own", async () => {
  const handler = relay({ origins: ["https://checker.example"], specialUse: ["test"], fetch: async () => new Response("x") });
  const from = (origin) => get(handler, "?domain=good.test", origin ? { origin } : {});
  const allowed = await from("https://checker.example");
  assert.deepEqual([allowed.status, allowed.headers.get("access-control-allow-origin"), allowed.headers.get("vary")], [200, "https://checker.example", "origin"]);
  assert.equal((await from("https://relay.example")).status, 200);
  assert.equal((await from()).status, 200);
  for (const origin of ["https://evil.example", "https://checker.example.evil.example", "http://checker.example", "null"]) {
    const refused = await from(origin);
    assert.equal(refused.status, 403, origin);
    assert.equal(refused.headers.get("access-control-allow-origin"), null);
  }
});

test("the rate limit is asked before anything is fetched", async () => {
  let fetched = 0;
  const fetch = async () => {
    fetched += 1;
    return new Response("x");
  };
  let time = 0;
  const handler = relay({ rateLimit: rateLimit({ limit: 2, now: () => time }), fetch, cacheSeconds: 0 });
  const statuses = [];
  for (let n = 0; n < 4; n++) statuses.push((await get(handler, "?domain=example.com")).status);
  assert.deepEqual(statuses, [200, 200, 429, 429]);
  assert.equal(fetched, 2);
  time = 60_000;
  assert.equal((await get(handler, "?domain=example.com")).status, 200);
});

test("a client that may not go on is told when it may", async () => {
  let time = 0;
  const limit = rateLimit({ limit: 1, seconds: 3600, now: () => time });
  const refused = async (limiter) => {
    const response = await get(relay({ rateLimit: limiter }), "?domain=example.com");
    return [response.status, response.headers.get("retry-after"), (await response.json()).error.message];
  };
  limit(new Request("https://x.example"));
  assert.deepEqual(await refused(limit), [429, "3600", "too many requests; try again in 3600 s"]);
  time = 3_599_900;
  assert.deepEqual(await refused(limit), [429, "1", "too many requests; try again in 1 s"]);
  assert.deepEqual(await refused(() => false), [429, null, "too many requests; try again later"]);
});

test("outside Cloudflare nobody escapes the limit by a header, and inside each client has its own", (t) => {
  const from = (address) => new Request("https://x.example", { headers: { "cf-connecting-ip": address } });
  const limit = rateLimit({ limit: 1 });
  assert.deepEqual(["192.0.2.1", "192.0.2.2"].map((address) => limit(from(address))), [true, false]);
  const before = Object.getOwnPropertyDescriptor(globalThis, "navigator");
  t.after(() => (before ? Object.defineProperty(globalThis, "navigator", before) : delete globalThis.navigator));
  Object.defineProperty(globalThis, "navigator", { value: { userAgent: "Cloudflare-Workers" }, configurable: true });
  const inside = rateLimit({ limit: 1 });
  assert.deepEqual(["192.0.2.1", "192.0.2.2", "192.0.2.1"].map((address) => inside(from(address))), [true, true, false]);
});

test("it ends by its timeout, whatever its fetch makes of its signal", { timeout: 10_000 }, async () => {
  const never = () => new Promise(() => {});
  const endless = async () => new Response(new ReadableStream({}), { headers: { "content-type": "text/plain" } });
  for (const fetch of [never, endless]) {
    const response = await get(relay({ fetch, timeout: 1000 }), "?domain=example.com");
    assert.deepEqual([response.status, await response.json()], [200, { outcome: "timed-out", seconds: 1 }]);
  }
});

test("results are kept for a minute at most", async () => {
  let fetched = 0;
  const fetch = async () => {
    fetched += 1;
    return new Response("x");
  };
  let time = 0;
  const handler = relay({ fetch, cacheSeconds: 3600, now: () => time });
  const answer = await get(handler, "?domain=example.com");
  assert.equal(answer.headers.get("cache-control"), "max-age=60");
  time = 59_999;
  await get(handler, "?domain=EXAMPLE.com.");
  assert.equal(fetched, 1);
  time = 60_000;
  await get(handler, "?domain=example.com");
  assert.equal(fetched, 2);
});
