// "Learn": the way from a finding to its explanation, and the list of all.
import assert from "node:assert/strict";
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
