// The packed package in the real workerd.
import assert from "node:assert/strict";
import { after, test } from "node:test";

import { EXPECTED } from "./fixtures/expected.mjs";
import { installed } from "./support/install.mjs";
import { bundleWorker, startWorker, uploadSize } from "./support/workerd.mjs";

const it = await installed("worker.mjs");
const bundle = await bundleWorker(it.folder, "./worker.mjs");
const worker = await startWorker(bundle);

after(() => worker.stop());

test("workerd runs it", async () => {
  const response = await fetch(worker.url);
  assert.equal(JSON.stringify(await response.json()), EXPECTED);
});

test("the bundle has one wasm and less than 1 MB", (t) => {
  const size = uploadSize(bundle);
  t.diagnostic(`edge bundle: ${size} bytes`);
  assert.equal(bundle.modules.length, 1);
  assert.ok(size < 1_000_000);
});
