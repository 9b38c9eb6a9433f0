// What linters of packages say of the tarball.
import assert from "node:assert/strict";
import { test } from "node:test";

import { installed } from "./support/install.mjs";
import { program } from "./support/paths.mjs";

const it = await installed();

test("publint has nothing to say", async () => {
  const said = await it.run(program("publint"), ["run", it.tarball, "--strict"]);
  assert.match(said, /All good!/);
});

test("the types resolve in every mode of ESM (attw)", async () => {
  // `require()` takes ESM from Node 20.19 on, which attw does not count. A schema has no types to get wrong.
  const args = [it.tarball, "--profile", "esm-only", "--exclude-entrypoints", "./report.schema.json", "--no-color"];
  // It ends with an exit code when it finds anything.
  const table = await it.run(program("attw"), args);
  for (const entry of ["mta-sts", "mta-sts/slim", "mta-sts/edge", "mta-sts/explain", "mta-sts/worker"]) assert.ok(table.includes(`"${entry}"`));
});
