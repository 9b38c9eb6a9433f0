// The weight of the page's first load: what a visitor waits for before the first check.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

const WWW = new URL(`file://${process.env.MTA_STS_WWW ?? fileURLToPath(new URL("../../www", import.meta.url))}/`);
/** Gzipped, in bytes. The goal is 130,000; the module alone is above it. */
const BUDGET = 300_000;

/** A module and all that it imports as it loads; what it imports later comes later. */
function modules(url, found = new Set()) {
  if (found.has(url.href)) return found;
  found.add(url.href);
  for (const [, path] of readFileSync(url, "utf8").matchAll(/^(?:import|export) (?:[^"]*? from )?"([^"]+)"/gm)) modules(new URL(path, url), found);
  return found;
}

const gzipped = (urls) => [...urls].reduce((sum, url) => sum + gzipSync(readFileSync(new URL(url)), { level: 9 }).length, 0);

test("the first load keeps to its budget", (t) => {
  const file = (path) => new URL(path, WWW).href;
  const weights = {
    HTML: gzipped([file("index.html"), file("favicon.svg")]),
    CSS: gzipped([file("style.css")]),
    JS: gzipped(modules(new URL("js/main.js", WWW))),
    wasm: gzipped([file("pkg/mta_sts_wasm_bg.wasm")]),
  };
  const total = Object.values(weights).reduce((sum, weight) => sum + weight, 0);
  const parts = Object.entries(weights).map(([name, weight]) => `${name} ${weight}`);
  t.diagnostic(`first load: ${total} bytes gzip (${parts.join(", ")}), budget ${BUDGET}`);
  assert.ok(weights.JS > 0 && total <= BUDGET, `${total} bytes are ${total - BUDGET} above the budget`);
});
