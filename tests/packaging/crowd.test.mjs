// A thousand requests at once on each handler in the real workerd: the package's own Worker, with policies from its KV
// binding and the world outside behind a proxy.
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { after, test } from "node:test";

import { HANDLERS, crowd, domainsOf } from "../support/crowd.mjs";
import { answerOutside, policyOf } from "../support/outside.mjs";
import { installed } from "./support/install.mjs";
import { startKvStore } from "./support/kv-store.mjs";
import { bundleWorker, startWorker } from "./support/workerd.mjs";

const ROUNDS = 3;
/** What workerd may hold of what a round left behind and nothing has collected yet. */
const SLACK = 64 * 1024 * 1024;

const it = await installed();
writeFileSync(join(it.folder, "worker.mjs"), `export { default } from "mta-sts/worker";\n`);
const bundle = await bundleWorker(it.folder, "./worker.mjs");

let asked = 0;
// workerd sends no Host beside a whole URL.
const outside = createServer({ requireHostHeader: false }, (request, response) => {
  asked += request.url.endsWith("/.well-known/mta-sts.txt");
  const { type, body } = answerOutside(request.url);
  response.writeHead(200, { "content-type": type }).end(body);
});
await new Promise((resolve) => outside.listen({ port: 0, host: "127.0.0.1", backlog: 4096 }, resolve));
const store = await startKvStore();

after(async () => {
  outside.close().closeAllConnections();
  await store.stop();
});

/** Bytes of memory that a process has. */
function memoryOf(pid) {
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))[1]) * 1024;
}

for (const [name, handler] of Object.entries(HANDLERS)) {
  test(`${name}: a thousand at once, ${ROUNDS} times`, { timeout: 180_000 }, async (t) => {
    const worker = await startWorker(bundle, { kv: { POLICIES: store.port }, proxy: outside.address().port });
    t.after(worker.stop);
    const sizes = [];
    for (let round = 0; round < ROUNDS; round++) {
      asked = 0;
      const domains = domainsOf(round).map((domain) => (name === "policy host" ? domain.replace(/^x/, "d") : domain));
      for (const domain of domains) store.kept.set(domain, { value: policyOf(domain) });
      await crowd(new URL(worker.url).port, handler, domains);
      assert.equal(asked, name === "policy host" ? 0 : domains.length);
      sizes.push(memoryOf(worker.pid));
    }
    const [before, last] = sizes.slice(-2);
    t.diagnostic(`workerd ${last} bytes, ${last - before} more in the last round`);
    assert.ok(last - before < SLACK, `${last - before} bytes more`);
  });
}
