// The package's types, as strict TypeScript projects see them.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readFileSync, readdirSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const run = promisify(execFile);
const tsc = fileURLToPath(new URL("../node_modules/typescript/bin/tsc", import.meta.url));
const types = new URL("types/", import.meta.url);

/** Options beside those of every strict project. */
const PROJECTS = {
  "in Node with a browser's types": ["sample.ts", "--target es2022 --lib es2022,dom --module node16 --exactOptionalPropertyTypes"],
  "for a bundler": ["sample.ts", "--target es2022 --lib es2022,dom --module esnext --moduleResolution bundler --exactOptionalPropertyTypes"],
  "in Node without a browser's types": ["node.ts", "--target es2023 --lib es2023 --module nodenext --types node"],
  "in Node with exact optional properties": ["node.ts", "--target es2023 --lib es2023 --module nodenext --types node --exactOptionalPropertyTypes"],
  "in Node with all types": ["node.ts", "--target es2023 --lib es2023,dom --module nodenext --types node --exactOptionalPropertyTypes"],
};

for (const [name, [file, options]] of Object.entries(PROJECTS)) {
  test(`strict TypeScript accepts the package ${name}`, async () => {
    const given = ["--strict", "--noEmit", ...options.split(" "), fileURLToPath(new URL(file, types))];
    const { stdout } = await run(process.execPath, [tsc, ...given]).catch((error) => error);
    assert.equal(stdout, "");
  });
}

const PACKAGE = new URL("../node_modules/mta-sts/", import.meta.url);
const declarations = readdirSync(PACKAGE, { recursive: true }).filter((name) => name.endsWith(".d.ts"));
const read = (name) => readFileSync(new URL(name, PACKAGE), "utf8");

test("no type is `any`, and whatever is exported is described", () => {
  assert.ok(declarations.length > 20);
  for (const name of declarations) {
    const text = read(name);
    const code = text.replace(/\/\*.*?\*\/|\/\/.*$/gms, "");
    assert.doesNotMatch(code, /\bany\b/, name);
    const undescribed = text.matchAll(/(?<!\*\/\n)^export (?:declare )?(?:function|class|interface|type|const) \w+/gm);
    assert.deepEqual([...undescribed].map(([line]) => line), [], name);
  }
});

test("the codes of errors are the same in types, their description and the README", () => {
  const text = read("lib/errors.d.ts");
  const typed = [...text.matchAll(/^ {2}\| "([\w-]+)"/gm)].map(([, code]) => code);
  assert.ok(typed.length >= 7);
  const described = [...text.matchAll(/^ \* - (`[^:]*`): /gm)].flatMap(([, codes]) => codes.match(/[\w-]+/g));
  assert.deepEqual(described, typed);
  const [, listed] = /`MtaStsError` is the one class of error; its `code` is stable: (.*?)\./s.exec(read("README.md"));
  assert.deepEqual(listed.match(/[\w-]+/g), typed);
});
