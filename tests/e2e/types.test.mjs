// The page's modules against the package's types.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const file = (path) => fileURLToPath(new URL(path, import.meta.url));

test("the page's modules fit their types", async () => {
  const args = [file("../node_modules/typescript/bin/tsc"), "--project", file("page.tsconfig.json")];
  const { stdout } = await promisify(execFile)(process.execPath, args).catch((error) => error);
  assert.equal(stdout, "");
});
