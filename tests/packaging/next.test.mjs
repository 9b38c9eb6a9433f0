// The packed package in an edge route of Next.js: built for production, and served as it serves.
import assert from "node:assert/strict";
import { mkdirSync, readdirSync, renameSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

import { EXPECTED } from "./fixtures/expected.mjs";
import { installed } from "./support/install.mjs";
import { program } from "./support/paths.mjs";
import { startProgram } from "./support/program.mjs";

const NEXT = program("next");
const QUIET = { NEXT_TELEMETRY_DISABLED: "1" };

const it = await installed("next-route.mjs");
const path = (...parts) => join(it.folder, ...parts);

for (const name of ["next", "react", "react-dom"]) {
  symlinkSync(fileURLToPath(new URL(`node_modules/${name}`, import.meta.url)), path("node_modules", name));
}
// What is linked lies outside of the folder.
writeFileSync(path("next.config.mjs"), 'export default { turbopack: { root: "/" } };\n');
mkdirSync(path("app/check"), { recursive: true });
renameSync(path("next-route.mjs"), path("app/check/route.js"));
writeFileSync(path("app/layout.js"), "export default ({ children }) => children;\n");

test("Next.js builds an edge route with one wasm, and runs it", { timeout: 480_000 }, async (t) => {
  await it.run(process.execPath, [NEXT, "build"], { env: QUIET });
  const copies = readdirSync(path(".next/server"), { recursive: true }).filter((name) => name.endsWith(".wasm"));
  assert.equal(copies.length, 1);
  const server = await startProgram(process.execPath, [NEXT, "start", "--port", "0", "--hostname", "127.0.0.1"], { cwd: it.folder, env: QUIET });
  t.after(server.stop);
  const response = await fetch(`${server.url}/check`);
  assert.equal(JSON.stringify(await response.json()), EXPECTED);
});
