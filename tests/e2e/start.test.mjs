// Where the page cannot start, it says what it needs.
import assert from "node:assert/strict";
import { test } from "node:test";

import { labHash } from "../support/browser.mjs";
import { stage } from "../support/stage.mjs";

const at = stage();

/** @param {import("playwright-core").BrowserContextOptions} options @param {(page: import("playwright-core").Page) => Promise<unknown>} prepare */
async function visit(options, prepare = async () => {}) {
  const context = await at.browser.newContext(options);
  const page = await context.newPage();
  await prepare(page);
  await page.goto("https://page.test/");
  return { page, close: () => context.close() };
}

test("without JavaScript it names what it needs, and the command line program", async () => {
  const { page, close } = await visit({ javaScriptEnabled: false });
  assert.ok(await page.isVisible("noscript .notice"));
  assert.match(await page.textContent("noscript .notice"), /needs JavaScript and WebAssembly.*mta-sts check/s);
  await page.click("noscript .notice a");
  await page.click('a[href="policy-mode-invalid.html"]');
  assert.match(await page.textContent("#explanation"), /Write one of the three, in lower case/);
  await close();
});

test("without WebAssembly it says so", async () => {
  const { page, close } = await visit({}, (page) => page.addInitScript(() => Reflect.deleteProperty(globalThis, "WebAssembly")));
  await page.waitForSelector("#trouble:not([hidden])");
  assert.match(await page.textContent("#trouble"), /could not start.*It needs a current browser with WebAssembly/);
  await close();
});

test("when the module does not arrive it says so", async () => {
  const { page, close } = await visit({}, (page) => page.route("**/*.wasm", (route) => route.abort()));
  await page.waitForSelector("#trouble:not([hidden])");
  assert.match(await page.textContent("#trouble"), /could not start.*Load this page again/);
  await close();
});

test("when only the first module arrives, checks work, and the rest is told and may come later", async () => {
  const { page, close } = await visit({}, (page) => page.route("**/pkg/mta_sts_wasm_bg.wasm", (route) => route.abort()));
  await page.evaluate((hash) => (location.hash = hash), labHash({ domain: "good.test" }));
  await page.reload();
  await page.waitForSelector('.verdict[data-domain="good.test"][data-outcome="pass"]');
  await page.waitForSelector('#report .hint:has-text("did not load")');
  await page.click("#to-plan");
  await page.waitForSelector('#plan-mount [role="alert"]:has-text("did not load")');
  await page.unroute("**/pkg/mta_sts_wasm_bg.wasm");
  await page.click("#to-plan");
  await page.waitForSelector("#plan-form");
  await page.click("#to-check");
  await page.click("#start");
  await page.waitForSelector("#report .senders");
  await close();
});
