// The packed package through bundlers and without one, and what comes out in Chromium: it works, with one wasm.
import assert from "node:assert/strict";
import { readFileSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";

import { nodeResolve } from "@rollup/plugin-node-resolve";
import wasmPlugin from "@rollup/plugin-wasm";
import * as esbuild from "esbuild";
import { rollup } from "rollup";
import { build as vite } from "vite";
import webpack from "webpack";

import { EXPECTED } from "./fixtures/expected.mjs";
import { installed } from "./support/install.mjs";
import { visitor } from "./support/site.mjs";

const it = await installed("use.mjs", "slim.mjs");
const chromium = await visitor();

const path = (...parts) => join(it.folder, ...parts);

function page(name, script) {
  writeFileSync(path(name), `<!doctype html><title>x</title><script type="module" src="${script}"></script>`);
}

/** How many copies of the module are in a folder, as files or as text. */
function copies(folder) {
  const inside = (name) => {
    const file = join(folder, name);
    if (!statSync(file).isFile()) return 0;
    const bytes = readFileSync(file);
    const isModule = bytes.subarray(0, 4).equals(Buffer.from([0, 0x61, 0x73, 0x6d]));
    // "AGFzbQ" is the same four bytes in base64.
    return isModule ? 1 : bytes.toString("latin1").split("AGFzbQ").length - 1;
  };
  return readdirSync(folder, { recursive: true }).reduce((sum, name) => sum + inside(name), 0);
}

test("no bundler: a script of type module", async () => {
  const imports = { imports: { "mta-sts": "/node_modules/mta-sts/web.js" } };
  const map = `<script type="importmap">${JSON.stringify(imports)}</script>`;
  writeFileSync(path("plain.html"), `<!doctype html><title>x</title>${map}<script type="module" src="/use.mjs"></script>`);
  assert.equal(await chromium.visit(it.folder, "plain.html"), EXPECTED);
});

test("Vite", async () => {
  page("index.html", "./use.mjs");
  await vite({ root: it.folder, logLevel: "error", build: { outDir: "vite", target: "es2022" } });
  assert.equal(copies(path("vite")), 1);
  assert.equal(await chromium.visit(path("vite"), "index.html"), EXPECTED);
});

test("webpack", async () => {
  const config = { mode: "production", context: it.folder, entry: "./use.mjs", output: { path: path("webpack"), publicPath: "auto" } };
  const stats = await new Promise((resolve, reject) => webpack(config, (error, done) => (error ? reject(error) : resolve(done))));
  assert.deepEqual(stats.toJson({ all: false, errors: true }).errors.map(({ message }) => message), []);
  page("webpack/index.html", "main.js");
  assert.equal(copies(path("webpack")), 1);
  assert.equal(await chromium.visit(path("webpack"), "index.html"), EXPECTED);
});

test("esbuild, with the module as bytes", async () => {
  await esbuild.build({
    absWorkingDir: it.folder,
    entryPoints: ["slim.mjs"],
    outdir: "esbuild",
    bundle: true,
    format: "esm",
    minify: true,
    loader: { ".wasm": "binary" },
  });
  page("esbuild/index.html", "slim.js");
  assert.equal(copies(path("esbuild")), 1);
  assert.equal(await chromium.visit(path("esbuild"), "index.html"), EXPECTED);
});

test("Rollup, with its wasm plugin", async () => {
  const bundle = await rollup({
    input: path("slim.mjs"),
    plugins: [nodeResolve({ browser: true }), wasmPlugin({ targetEnv: "browser", publicPath: "" })],
    onwarn: (warning) => assert.fail(warning.message),
  });
  await bundle.write({ dir: path("rollup"), format: "esm" });
  await bundle.close();
  page("rollup/index.html", "slim.js");
  assert.equal(copies(path("rollup")), 1);
  assert.equal(await chromium.visit(path("rollup"), "index.html"), EXPECTED);
});
