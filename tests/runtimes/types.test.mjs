// The package's types, as strict TypeScript projects see them.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const run = promisify(execFile);
const tsc = fileURLToPath(new URL("../node_modules/typescript/bin/tsc", import.meta.url));
const sample = fileURLToPath(new URL("types/sample.ts", import.meta.url));

for (const [module, moduleResolution] of [
  ["node16", "node16"],
  ["esnext", "bundler"],
]) {
  test(`strict TypeScript accepts the sample with moduleResolution ${moduleResolution}`, async () => {
    const options = ["--strict", "--noEmit", "--target", "es2022", "--lib", "es2022,dom", "--module", module];
    options.push("--moduleResolution", moduleResolution, "--exactOptionalPropertyTypes");
    const { stdout } = await run(process.execPath, [tsc, ...options, sample]).catch((error) => error);
    assert.equal(stdout, "");
  });
}
