// Decisions in the real workerd, with policies behind its KV binding, and in Deno, with policies in its Cache API.
import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:http";
import { join } from "node:path";
import { after, test } from "node:test";

import { installed } from "./support/install.mjs";
import { startKvStore } from "./support/kv-store.mjs";
import { DENO } from "./support/paths.mjs";
import { bundleWorker, startWorker } from "./support/workerd.mjs";

const it = await installed("decider.mjs", "together.mjs", "cached.mjs");
const store = await startKvStore();
const worker = await startWorker(await bundleWorker(it.folder, "./decider.mjs"), { kv: { SENDER: store.port } });

after(async () => {
  await worker.stop();
  await store.stop();
});

const NOW = 1_700_000_000;
const POLICY = "version: STSv1\nmode: enforce\nmx: *.example.com\nmax_age: 604800\n";

async function decided(circumstances) {
  const body = JSON.stringify({ domain: "example.com", id: "1", now: NOW, served: true, ...circumstances });
  const response = await fetch(worker.url, { method: "POST", body });
  assert.equal(response.status, 200);
  return response.json();
}

test("a policy is fetched once and kept in KV until it expires", async () => {
  const first = await decided({});
  assert.deepEqual([first.decision.next, first.decision.policy.mode, first.fetched.length], ["fetch", "enforce", 1]);
  assert.equal(first.decision.application.conclusion.conclusion, "deliver");
  assert.equal(store.kept.get("sender:example.com").seconds, 604_801);
  const second = await decided({ now: NOW + 60 });
  assert.deepEqual([second.decision.next, second.decision.policy, second.fetched], ["deliver", first.decision.policy, []]);
});

test("a refresh goes on behind the answer, and is kept", { timeout: 10_000 }, async () => {
  const written = store.written();
  const { decision } = await decided({ now: NOW + 90_000 });
  assert.deepEqual([decision.next, decision.fetched], ["refresh", null]);
  const { cached } = JSON.parse(await written);
  assert.deepEqual([cached.fetchedAt, cached.policy.mode], [NOW + 90_000, "enforce"]);
});

test("a failed fetch is kept for its five minutes", async () => {
  const first = await decided({ domain: "down.example", served: false });
  assert.deepEqual([first.decision.policy, first.decision.fetched], [null, { report: "sts-policy-fetch-error", alert: false }]);
  assert.equal(store.kept.get("sender:down.example").seconds, 300);
  const second = await decided({ domain: "down.example", now: NOW + 299 });
  assert.deepEqual([second.decision.next, second.fetched], ["back-off", []]);
});

test("requests share a fetch, which outlives the one that began it", { timeout: 30_000 }, async (t) => {
  // workerd sends no Host beside a whole URL.
  const outside = createServer({ requireHostHeader: false });
  await new Promise((resolve) => outside.listen(0, "127.0.0.1", resolve));
  let asked = 0;
  outside.on("request", () => (asked += 1));
  const sender = await startWorker(await bundleWorker(it.folder, "./together.mjs"), { proxy: outside.address().port });
  t.after(async () => {
    await sender.stop();
    outside.close().closeAllConnections();
  });
  const policyOf = async (domain, signal) => {
    const body = JSON.stringify({ domain, timeout: 5000 });
    const response = await fetch(sender.url, { method: "POST", body, signal });
    return response.json();
  };
  const leaving = new AbortController();
  const fetched = once(outside, "request");
  const first = policyOf("example.com", leaving.signal);
  const [, response] = await fetched;
  const others = Array.from({ length: 50 }, () => policyOf("example.com"));
  // A request that brings a fetch of its own: by then those before it have joined the first.
  const next = once(outside, "request");
  const last = policyOf("example.net");
  const [, lastResponse] = await next;
  leaving.abort();
  await assert.rejects(first, { name: "AbortError" });
  for (const waiting of [response, lastResponse]) waiting.writeHead(200, { "content-type": "text/plain" }).end(POLICY);
  const decisions = await Promise.all([...others, last]);
  assert.deepEqual([...new Set(decisions.map(({ mode }) => mode))], ["enforce"]);
  // One that was slow to arrive finds the policy in the cache.
  assert.ok(decisions.filter(({ next }) => next === "fetch").length > 40);
  assert.equal(asked, 2);
});

test("Deno keeps a policy in its Cache API", async () => {
  const args = ["run", "--quiet", "--no-prompt", "--cached-only", "--node-modules-dir=manual", "cached.mjs"];
  // A cache of this run's own.
  const env = { DENO_DIR: join(it.folder, "deno") };
  assert.equal(await it.run(DENO, args, { env }), "fetch enforce, deliver enforce");
});
