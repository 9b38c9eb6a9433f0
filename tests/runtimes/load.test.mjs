// Loading the module by hand: what is no module is refused by name, and the right one helps after all of that.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

import { MtaStsError, init, initSync, isValid } from "mta-sts/slim";
import { init as webInit } from "../node_modules/mta-sts/lib/web-init.js";

const bytes = readFileSync(fileURLToPath(import.meta.resolve("mta-sts/mta-sts.wasm")));
/** A module with nothing in it. */
const EMPTY = new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0]);

const ours = (code) => (error) => error instanceof MtaStsError && error.code === code;

test("what is no module is refused by name", async () => {
  for (const wrong of [undefined, null, 5, true, Symbol("x"), () => {}]) {
    await assert.rejects(init(wrong), ours("invalid-argument"));
    if (wrong !== undefined) await assert.rejects(webInit(wrong), ours("invalid-argument"));
    assert.throws(() => initSync(wrong), ours("invalid-argument"));
  }
});

test("what does not bring the module is told as such", async (context) => {
  context.mock.method(globalThis, "fetch", async () => new Response("", { status: 404 }));
  const wasm = { headers: { "content-type": "application/wasm" } };
  for (const wrong of [
    "https://a.example/x.wasm",
    new URL("https://a.example/x.wasm"),
    new Response("", { status: 404 }),
    new Response("<html>"),
    new Response("<html>", wasm),
    new Response(EMPTY, wasm),
    { then: (_, reject) => reject(new Error("no network")) },
    {},
    new Uint8Array(0),
    new Uint8Array(8),
    EMPTY,
    new WebAssembly.Module(EMPTY),
  ]) {
    await assert.rejects(init(wrong), ours("not-initialised"));
    if (!(wrong instanceof Response)) {
      await assert.rejects(webInit(wrong), ours("not-initialised"));
      assert.throws(() => initSync(wrong), ours("not-initialised"));
    }
  }
  assert.throws(() => isValid(""), ours("not-initialised"));
});

test("then the right one is loaded, and loading again does nothing", async () => {
  await webInit(new Response(bytes, { headers: { "content-type": "application/wasm" } }));
  assert.equal(isValid(""), false);
  await Promise.all([init(bytes), webInit(), init(new WebAssembly.Module(bytes))]);
  initSync(bytes);
  assert.equal(isValid("version: STSv1\nmode: none\nmax_age: 1\n"), true);
});
