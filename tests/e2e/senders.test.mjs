// What Senders would do, beside a pasted policy and after a check.
import assert from "node:assert/strict";
import { test } from "node:test";

import { labHash, openPage } from "../support/browser.mjs";
import { scriptTime } from "../support/hostile.mjs";
import { check, stage } from "../support/stage.mjs";

const at = stage();

/** What becomes of mail from a Sender, as the page tells it. */
function becomes(page, sender) {
  return page.getAttribute(`.group:has([data-sender="${sender}"])`, "data-becomes");
}

test("Senders that read a policy differently are told apart, with how that is known", async () => {
  const { page, complaints, close } = await openPage(at.browser, { hash: "#paste" });
  await page.fill("#policy", "version: STSv1\nmode: enforce\nmx: *.example.com\nmax_age: 604800\n");
  await page.fill("#hosts", "mx.eu.example.com");
  await page.waitForSelector('.group[data-becomes="mail-refused"]');
  assert.equal(await becomes(page, "rfc"), "mail-refused");
  assert.equal(await becomes(page, "tlspol"), "protected");
  assert.match(await page.textContent('.group [data-sender="google"]'), /reported$/);
  // Libraries and checkers are there, folded.
  assert.equal(await page.isVisible('[data-sender="checkdmarc"]'), false);
  await page.fill("#hosts", "mx.example.com");
  await page.waitForSelector('.group[data-becomes="mail-refused"]', { state: "detached" });
  assert.deepEqual(complaints, []);
  await close();
});

test("after a check the same is told of the policy that was fetched", async () => {
  const { page, close } = await openPage(at.browser, { hash: labHash() });
  await check(page, "good.test");
  await page.waitForSelector("#report .senders");
  assert.equal(await becomes(page, "rfc"), "protected");
  await close();
});

test("a hundred thousand MX hosts are held against the policy without a stall", async () => {
  const { page, close } = await openPage(at.browser, { hash: "#paste" });
  await page.fill("#policy", "version: STSv1\nmode: enforce\nmx: *.example.com\nmax_age: 604800\n");
  const hosts = Array.from({ length: 100_000 }, (_, n) => (n % 1000 === 0 ? `mx${n}.example.net` : `mx${n}.example.com`)).join("\n");
  const took = await scriptTime(page, "hosts", hosts, "#judgement .hint:text('100,000 MX hosts, of which 100 not covered; the first 200 are shown')");
  await page.waitForFunction(() => document.querySelector("#senders")?.textContent.includes("Only the first 1,000 MX hosts"));
  assert.ok(took < 1000, `${Math.round(took)} ms`);
  await close();
});
