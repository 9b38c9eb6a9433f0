// A thousand requests at once on each handler, in Node on loopback: each is answered rightly, what they want is asked for
// once, and memory stays where it was.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { checkApi, policyHost, relay } from "mta-sts/edge";

import { HANDLERS, crowd, domainsOf } from "../support/crowd.mjs";
import { fetchOutside, policyOf } from "../support/outside.mjs";
import { serve } from "../support/serve.mjs";

// The module's own memory, which the package does not show: by path, past its exports.
const { exports } = await import(new URL("../node_modules/mta-sts/lib/module.js", import.meta.url));

const ROUNDS = 3;
/** What the process may hold of what a round left behind and nothing has collected yet. */
const SLACK = 64 * 1024 * 1024;

const asked = [];
let server;

before(async () => {
  const fetch = (url) => {
    asked.push(url);
    return fetchOutside(url);
  };
  const policies = policyHost({ domains: (domain) => (domain.startsWith("nobody") ? null : policyOf(domain)) });
  const relayed = relay({ fetch });
  const checks = checkApi({ fetch });
  server = await serve((request) => {
    const { hostname, pathname } = new URL(request.url);
    return hostname.startsWith("mta-sts.") ? policies(request) : pathname === "/relay" ? relayed(request) : checks(request);
  });
});

after(() => server?.stop());

for (const [name, handler] of Object.entries(HANDLERS)) {
  test(`${name}: a thousand at once, ${ROUNDS} times`, { timeout: 120_000 }, async (t) => {
    const sizes = [];
    for (let round = 0; round < ROUNDS; round++) {
      asked.length = 0;
      // Of the policy host nothing but good policies is wanted here.
      const domains = domainsOf(round).map((domain) => (name === "policy host" ? domain.replace(/^x/, "d") : domain));
      await crowd(server.port, handler, domains);
      const fetched = asked.filter((url) => url.endsWith("/.well-known/mta-sts.txt"));
      const wanted = name === "policy host" ? 0 : domains.length;
      assert.deepEqual([fetched.length, new Set(fetched).size], [wanted, wanted]);
      sizes.push([exports().memory.buffer.byteLength, process.memoryUsage().rss]);
    }
    const [[wasm, rss], [wasmAtEnd, rssAtEnd]] = sizes.slice(-2);
    t.diagnostic(`module ${wasmAtEnd} bytes, process ${rssAtEnd - rss} bytes more in the last round`);
    assert.equal(wasmAtEnd, wasm);
    assert.ok(rssAtEnd - rss < SLACK, `${rssAtEnd - rss} bytes more`);
  });
}
