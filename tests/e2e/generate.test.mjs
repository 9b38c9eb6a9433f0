// The generator in a real browser: what it makes is right, can be saved, and is made without any request.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { labHash, openPage } from "../support/browser.mjs";
import { check, stage } from "../support/stage.mjs";

const at = stage();

async function generator() {
  const opened = await openPage(at.browser);
  await opened.page.waitForSelector("html[data-complete]");
  const requests = [];
  opened.page.on("request", (request) => requests.push(request.url()));
  await opened.page.click("#to-generate");
  return { ...opened, requests };
}

const text = (page, part) => page.textContent(`[data-part="${part}"] pre`);

test("a filled form gives everything to publish, without any request", async () => {
  const { page, complaints, requests, close } = await generator();
  await page.fill("#generate-domain", "example.com");
  await page.selectOption("#generate-mode-choice", "enforce");
  await page.fill("#generate-mx", "mail.example.com\n*.mx.example.net\n");
  await page.fill("#generate-rua", "tls@example.com");
  await page.fill("#generate-policy-host", "192.0.2.1");
  await page.click("#generate-form button");
  await page.waitForSelector('[data-part="policy"]');
  const policy = "version: STSv1\r\nmode: enforce\r\nmx: mail.example.com\r\nmx: *.mx.example.net\r\nmax_age: 604800\r\n";
  assert.equal(await text(page, "policy"), policy);
  assert.match(await text(page, "record"), /^v=STSv1; id=\d{8}T\d{6}Z;$/);
  assert.equal(await text(page, "tlsrpt"), "v=TLSRPTv1; rua=mailto:tls@example.com");
  assert.match(await text(page, "zone"), /^mta-sts\.example\.com\. 3600 IN A 192\.0\.2\.1$/m);
  assert.equal(await text(page, "curl"), "curl -sSi https://mta-sts.example.com/.well-known/mta-sts.txt");
  assert.equal(await page.locator("#generate-results details").count(), 5);
  const [download] = await Promise.all([page.waitForEvent("download"), page.click('[data-part="policy"] .actions button')]);
  assert.equal(download.suggestedFilename(), "mta-sts.txt");
  assert.equal(readFileSync(await download.path(), "utf8"), policy);

  await page.click("#to-paste");
  await page.fill("#policy", policy.replaceAll("\r", ""));
  await page.waitForSelector('.verdict[data-outcome="pass"][data-mode="enforce"]');
  assert.equal(await page.locator("#judgement .finding").count(), 0);
  assert.deepEqual(requests.filter((url) => !url.startsWith("blob:")), []);
  assert.deepEqual(complaints, []);
  await close();
});

test("a domain without MTA-STS leads here, with what is known filled in", async () => {
  const { page, complaints, close } = await openPage(at.browser, { hash: labHash() });
  await check(page, "absent.test");
  await page.click("[data-way=generate]");
  await page.waitForSelector("#generate-form");
  assert.equal(await page.inputValue("#generate-domain"), "absent.test");
  assert.equal(await page.inputValue("#generate-mx"), "mx.absent.test");
  await page.click("#generate-form button");
  await page.waitForSelector('[data-part="policy"]');
  // Back to the check as it was, not made again.
  await page.goBack();
  await page.waitForSelector('#check-mode:not([hidden]) .verdict[data-domain="absent.test"]');
  assert.deepEqual(complaints, []);
  await close();
});

test("every wrong value is told at once, and nothing is made", async () => {
  const { page, close } = await generator();
  await page.fill("#generate-domain", "exa mple");
  await page.fill("#generate-mx", "<img src=x onerror=alert(1)>");
  await page.click("#generate-form button");
  await page.waitForSelector("#generate-results .finding");
  const codes = await page.$$eval("#generate-results .finding", (all) => all.map((finding) => finding.dataset.code));
  assert.deepEqual(codes, ["generate/domain-invalid", "generate/mx-invalid"]);
  assert.match(await page.textContent("#generate-said"), /^Nothing was made: 2 values/);
  assert.equal(await page.locator("#generate-results img, [data-part]").count(), 0);
  await close();
});

test("the keyboard alone generates", async () => {
  const { page, close } = await generator();
  await page.focus("#generate-mx");
  await page.keyboard.type("mail.example.com");
  await page.focus("#generate-domain");
  await page.keyboard.type("example.com");
  await page.keyboard.press("Enter");
  await page.waitForSelector('[data-part="policy"]');
  assert.equal(await page.textContent("#generate-said"), "Everything to publish is below.");
  await close();
});
