// The packed package, installed in an empty folder, in every runtime.
import assert from "node:assert/strict";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";

import { EXPECTED } from "./fixtures/expected.mjs";
import { installed } from "./support/install.mjs";
import { BUN, DENO, NODE_22 } from "./support/paths.mjs";

const it = await installed("use.mjs", "use.cjs");

test("only what is meant to be published is", () => {
  const unwanted = it.files.filter((path) => !/^(README\.md|LICENSE-(MIT|APACHE)|package\.json|report\.schema\.json|mta_sts_wasm_bg\.wasm|((lib|edge|edge\/node)\/)?[\w-]+(\.d)?\.[jt]s|examples\/[\w-]+\.(mjs|html|yml))$/.test(path));
  assert.deepEqual(unwanted, []);
  assert.equal(it.files.filter((path) => path.endsWith(".wasm")).length, 1);
});

for (const [name, node] of [["Node 20", process.execPath], ["Node 22", NODE_22]]) {
  test(`${name} imports it`, async () => assert.equal(await it.run(node, ["use.mjs"]), EXPECTED));
  test(`${name} requires it`, async () => assert.equal(await it.run(node, ["--no-warnings", "use.cjs"]), EXPECTED));
}

test("Deno imports it with no permission but net", async () => {
  const args = ["run", "--quiet", "--no-prompt", "--allow-net", "--cached-only", "--node-modules-dir=manual", "use.mjs"];
  assert.equal(await it.run(DENO, args), EXPECTED);
});

test("Bun imports and requires it", async () => {
  assert.equal(await it.run(BUN, ["use.mjs"]), EXPECTED);
  assert.equal(await it.run(BUN, ["use.cjs"]), EXPECTED);
});

// The last one: it takes the module away.
test("explanations come without the wasm module", async () => {
  const script = `import { explain } from "mta-sts/explain"; console.log(explain("policy/mode-invalid").rfc);`;
  rmSync(join(it.folder, "node_modules/mta-sts/mta_sts_wasm_bg.wasm"));
  assert.equal(await it.run(process.execPath, ["--input-type=module", "--eval", script]), "RFC 8461 3.2");
});
