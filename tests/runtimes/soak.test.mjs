// Memory stays flat over many calls. `cargo xtask bench soak` makes a million of each.
import assert from "node:assert/strict";
import { test } from "node:test";

import * as mtaSts from "mta-sts";
import * as edge from "mta-sts/edge";

import { HANDLERS, HEAP_SLACK, LEAN, OTHERS, soak } from "../support/soak.mjs";

for (const [functions, calls] of [[LEAN, 20_000], [OTHERS, 300], [HANDLERS, 300]]) {
  for (const [name, work] of Object.entries(functions)) {
    test(`${calls} calls of ${name} leave nothing behind`, async () => {
      const { wasm, heap } = await soak(work, calls);
      assert.equal(wasm, 0);
      assert.ok(heap < HEAP_SLACK, `the heap has grown by ${heap} bytes`);
    });
  }
}

test("every function is among them", () => {
  // One is done once, the other is a class.
  const others = ["init", "MtaStsError"];
  const called = new Set([LEAN, OTHERS, HANDLERS].flatMap(Object.keys));
  const functions = [mtaSts, edge].flatMap(Object.keys).filter((name) => !others.includes(name));
  assert.deepEqual(functions.filter((name) => !called.has(name)), []);
});
