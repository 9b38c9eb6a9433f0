// The weight of the page's first load: all that a browser fetches until a domain can be checked.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

import { stage } from "../support/stage.mjs";

const WWW = new URL(`file://${process.env.MTA_STS_WWW ?? fileURLToPath(new URL("../../www", import.meta.url))}/`);
/** Gzipped, in bytes. */
const BUDGET = 130_000;
/** Of it, all but the wasm module. */
const WITHOUT_WASM = 26_000;

const at = stage();

function gzipped(path) {
  return gzipSync(readFileSync(new URL(path, WWW)), { level: 9 }).length;
}

/** What was fetched until the page was ready, in the order of arrival. */
async function firstLoad() {
  const context = await at.browser.newContext();
  const page = await context.newPage();
  await page.addInitScript(() => {
    // Told in the same turn, before anything else arrives.
    new MutationObserver((_, observer) => {
      if (!("ready" in document.documentElement.dataset)) return;
      globalThis.firstLoad = performance.getEntriesByType("resource").map(({ name }) => name);
      observer.disconnect();
    }).observe(document, { attributes: true, subtree: true, attributeFilter: ["data-ready"] });
  });
  await page.goto("https://page.test/");
  await page.waitForFunction(() => globalThis.firstLoad !== undefined);
  const names = await page.evaluate(() => globalThis.firstLoad);
  const preloaded = await page.$$eval("link[rel=modulepreload]", (links) => links.map(({ href }) => href));
  await context.close();
  const paths = (urls) => urls.map((url) => new URL(url).pathname.slice(1));
  return { fetched: ["index.html", ...new Set(paths(names))], preloaded: paths(preloaded) };
}

test("the first load keeps to its budget", async (t) => {
  const { fetched } = await firstLoad();
  const weights = { html: 0, svg: 0, css: 0, js: 0, wasm: 0 };
  for (const path of fetched) weights[path.split(".").at(-1)] += gzipped(path);
  const { wasm, ...others } = weights;
  const light = Object.values(others).reduce((sum, weight) => sum + weight, 0);
  const parts = Object.entries(weights).map(([name, weight]) => `${name} ${weight}`);
  t.diagnostic(`first load: ${light + wasm} bytes gzip in ${fetched.length} files (${parts.join(", ")}), budget ${BUDGET}`);
  t.diagnostic(`without wasm: ${light}, budget ${WITHOUT_WASM}`);
  t.diagnostic(`the first check loads ${gzippedBehind("js/check/run.js", fetched)} more`);
  assert.ok(wasm > 0 && light + wasm <= BUDGET, `${light + wasm} bytes are ${light + wasm - BUDGET} above the budget`);
  assert.ok(light <= WITHOUT_WASM, `${light} bytes without wasm are ${light - WITHOUT_WASM} above the budget`);
});

test("every module of the first load is asked for at once, and no other", async () => {
  const { fetched, preloaded } = await firstLoad();
  assert.deepEqual(preloaded.toSorted(), fetched.filter((path) => path.endsWith(".js")).toSorted());
});

/** A module and all that it imports as it loads, without what is there already. */
function gzippedBehind(path, there, seen = new Set(there)) {
  if (seen.has(path)) return 0;
  seen.add(path);
  const text = readFileSync(new URL(path, WWW), "utf8");
  const imported = [...text.matchAll(/^(?:import|export) (?:[^"]*? from )?"([^"]+)"/gm)].map(([, name]) => new URL(name, new URL(path, WWW)).href.slice(WWW.href.length));
  return imported.reduce((sum, next) => sum + gzippedBehind(next, there, seen), gzipped(path));
}
