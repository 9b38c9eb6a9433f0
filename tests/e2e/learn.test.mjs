// "Learn": the way from a finding to its explanation, and the list of all.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { test } from "node:test";

import { explanations } from "mta-sts/explain";

import { openPage } from "../support/browser.mjs";
import { stage } from "../support/stage.mjs";

const at = stage();
const FAULTY = "version: STSv1\nmode: Enforce\nmx: mail.example.com\nmax_age: 604800\n";

test("a finding leads to its explanation, and the way back leads to the text as it was", async () => {
  const { page, complaints, close } = await openPage(at.browser, { hash: "#paste" });
  await page.fill("#policy", FAULTY);
  await page.waitForSelector(".finding");
  assert.match(await page.textContent(".finding .rule"), /RFC 8461 3\.2 · affects every Sender/);
  await page.click(".finding .rule a");
  await page.waitForSelector("#explanation h3:focus");
  const text = await page.textContent("#explanation");
  for (const part of ["policy/mode-invalid", "Wrong", "Right", "RFC 8461 3.2"]) assert.ok(text.includes(part), part);
  await page.goBack();
  await page.waitForSelector("#paste-mode:not([hidden])");
  assert.equal(await page.inputValue("#policy"), FAULTY);
  // The same link once more, while the address still has it.
  await page.click(".finding .rule a");
  await page.waitForSelector("#learn-mode:not([hidden])");
  await page.click("#to-paste");
  await page.click(".finding .rule a");
  await page.waitForSelector("#learn-mode:not([hidden])");
  assert.deepEqual(complaints, []);
  await close();
});

test("every code is listed in its area and explained, with the network gone", async () => {
  const { page, close } = await openPage(at.browser);
  const requests = [];
  // The browser itself looks for the icon again.
  page.on("request", (request) => request.url().endsWith("/favicon.svg") || requests.push(request.url()));
  await page.context().setOffline(true);
  await page.click("#to-learn");
  await page.waitForSelector("#codes");
  const listed = await page.$$eval(".codes a", (links) => links.map((link) => link.textContent));
  assert.deepEqual(listed.toSorted(), Object.keys(explanations).toSorted());
  await page.click('[data-area="tlsrpt"] summary');
  await page.click('[data-area="tlsrpt"] a >> nth=0');
  await page.waitForSelector("#explanation .example");
  assert.deepEqual(requests, []);
  await close();
});

test("a code that does not exist is told so, as text", async () => {
  const { page, close } = await openPage(at.browser, { hash: `#learn&code=${encodeURIComponent("<img src=x>\u202e")}` });
  await page.waitForSelector("#explanation h3");
  assert.match(await page.textContent("#explanation"), /No finding has this code<img src=x>U\+202E/);
  await close();
});

test("the pages that need no script, one a code, have no fault that axe knows, and fit 320 pixels", async () => {
  const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
  // One of each area: they are made alike.
  const first = Object.keys(explanations).filter((code, index, all) => all.findIndex((other) => other.split("/")[0] === code.split("/")[0]) === index);
  const context = await at.browser.newContext({ bypassCSP: true, viewport: { width: 320, height: 640 } });
  const page = await context.newPage();
  for (const name of ["index", ...first.map((code) => code.replace("/", "-"))]) {
    await page.goto(`https://page.test/learn/${name}.html`);
    await page.evaluate(axe);
    for (const colorScheme of /** @type {const} */ (["light", "dark"])) {
      await page.emulateMedia({ colorScheme });
      const violations = await page.evaluate(async () => (await globalThis.axe.run()).violations);
      assert.deepEqual(violations.map(({ id, nodes }) => `${id}: ${nodes[0].html}`), [], `${name}, ${colorScheme}`);
    }
    assert.ok((await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)) <= 0, name);
  }
  await context.close();
});
