// The README line by line: what it shows compiles in strict TypeScript, and runs where it needs nothing but Node.
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

import { installed } from "./support/install.mjs";
import { BUN, DENO, NODE_22 } from "./support/paths.mjs";

const TSC = fileURLToPath(new URL("../node_modules/typescript/bin/tsc", import.meta.url));
const TYPES = fileURLToPath(new URL("node_modules/@types", import.meta.url));

/** What a block takes for given. */
const GIVEN = {
  policyText: ["string", '"version: STSv1\\nmode: testing\\nmx: mail.example.com\\nmax_age: 86400\\n"'],
};

const it = await installed();
const readme = readFileSync(join(it.folder, "node_modules/mta-sts/README.md"), "utf8");
const blocks = [...readme.matchAll(/```js\n(.*?)```/gs)].map(([, code]) => code);

test("there is something to try", () => assert.ok(blocks.length >= 8));

for (const [module, moduleResolution] of [["node16", "node16"], ["esnext", "bundler"]]) {
  test(`what the README shows compiles with moduleResolution ${moduleResolution}`, async () => {
    const types = Object.entries(GIVEN).map(([name, [type]]) => `declare const ${name}: ${type};\n`).join("");
    const files = blocks.map((code, index) => {
      const name = `block-${index}.mts`;
      writeFileSync(join(it.folder, name), `${code}\n${types}export {};\n`);
      return name;
    });
    const options = ["--strict", "--noEmit", "--exactOptionalPropertyTypes", "--target", "es2022", "--lib", "es2023,dom", "--module", module, "--moduleResolution", moduleResolution];
    const said = await it.run(process.execPath, [TSC, ...options, "--typeRoots", TYPES, "--types", "node", ...files]).catch(({ stdout }) => stdout);
    assert.equal(said, "");
  });
}

test("TypeScript takes it in a CommonJS project", async () => {
  writeFileSync(join(it.folder, "use.cts"), `import { parsePolicy } from "mta-sts";\nexport const codes: string[] = parsePolicy("").findings.map(({ code }) => code);\n`);
  const options = ["--strict", "--noEmit", "--target", "es2022", "--lib", "es2023,dom", "--module", "nodenext"];
  assert.equal(await it.run(process.execPath, [TSC, ...options, "use.cts"]).catch(({ stdout }) => stdout), "");
});

// One needs a bundler, one listens for ever; so does a default export in Bun, which takes it for a server.
const runnable = blocks.filter((code) => !/mta-sts\.wasm|\.listen\(|export \{ default \}/.test(code));
const values = Object.entries(GIVEN).map(([name, [, value]]) => `const ${name} = ${value};\n`).join("");
// Nothing leaves the machine.
const offline = 'globalThis.fetch = () => Promise.reject(new TypeError("offline"));\n';

for (const [name, program, ...args] of [
  ["Node 20", process.execPath],
  ["Node 22", NODE_22],
  ["Deno", DENO, "run", "--quiet", "--no-prompt", "--cached-only", "--node-modules-dir=manual"],
  ["Bun", BUN],
]) {
  test(`what the README shows runs in ${name}`, async () => {
    for (const [index, code] of runnable.entries()) {
      const file = `run-${index}.mjs`;
      writeFileSync(join(it.folder, file), `${values}${offline}${code}`);
      await it.run(program, [...args, file]);
    }
  });
}
