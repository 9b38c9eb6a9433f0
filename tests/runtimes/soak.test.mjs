// Memory stays flat over many calls. `cargo xtask bench soak` makes a million.
import assert from "node:assert/strict";
import { test } from "node:test";

import { HEAP_SLACK, LEAN, OTHERS, soak } from "../support/soak.mjs";

for (const [functions, calls] of [[LEAN, 20_000], [OTHERS, 300]]) {
  for (const [name, work] of Object.entries(functions)) {
    test(`${calls} calls of ${name} leave nothing behind`, async () => {
      const { wasm, heap } = await soak(work, calls);
      assert.equal(wasm, 0);
      assert.ok(heap < HEAP_SLACK, `the heap has grown by ${heap} bytes`);
    });
  }
}
