// How the page looks and works for everybody: accessibility rules, narrow screens, both themes.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { test } from "node:test";

import { labHash, openPage } from "../support/browser.mjs";
import { failure, file, report } from "../support/reports.mjs";
import { check, stage } from "../support/stage.mjs";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

const STATES = {
  empty: async () => {},
  pass: (page) => check(page, "good.test"),
  fail: (page) => check(page, "bad-id.test"),
  "not tested": (page) => check(page, "no-cors.test"),
  learn: async (page) => {
    await page.click("#to-learn");
    await page.waitForSelector(".way");
  },
  explanation: async (page) => {
    await page.evaluate(() => (location.hash = "#learn&code=policy/mode-invalid"));
    await page.waitForSelector("#explanation h3");
    await page.$$eval("#codes details", (all) => all.forEach((details) => (details.open = true)));
  },
  "no reports": (page) => page.click("#to-reports"),
  reports: async (page) => {
    await page.click("#to-reports");
    await page.setInputFiles("#reports-mount input >> nth=0", [file("a.json", report({ failures: [failure("certificate-expired", 3)] })), file("b.json", "{")]);
    await page.waitForSelector(".chart");
    await page.$$eval("#reports-results details", (all) => all.forEach((details) => (details.open = true)));
  },
  generated: async (page) => {
    await page.click("#to-generate");
    await page.fill("#generate-domain", "example.com");
    await page.fill("#generate-mx", "mail.example.com");
    await page.fill("#generate-rua", "tls@example.com");
    await page.click("#generate-form button");
    await page.waitForSelector('[data-part="policy"]');
    await page.$$eval("#generate-results details", (all) => all.forEach((details) => (details.open = true)));
  },
  planned: async (page) => {
    await page.click("#to-plan");
    await page.fill("#plan-domain", "example.com");
    await page.fill("#plan-to-mx", "mail.example.com");
    await page.click("#plan-form button");
    await page.waitForSelector(".timeline");
  },
  "paste with faults": async (page) => {
    await page.click("#to-paste");
    await page.click("#example");
    await page.waitForSelector(".finding");
    await page.waitForSelector(".senders");
    await page.$$eval(".senders details", (all) => all.forEach((details) => (details.open = true)));
  },
};

const at = stage();

for (const [state, reach] of Object.entries(STATES)) {
  for (const colorScheme of ["light", "dark"]) {
    test(`axe finds nothing: ${state}, ${colorScheme}`, async () => {
      // The page's own policy would refuse the script that axe is put in with.
      const { page, close } = await openPage(at.browser, { hash: labHash(), colorScheme, bypassCSP: true });
      await reach(page);
      await page.evaluate(AXE);
      const violations = await page.evaluate(async () => (await globalThis.axe.run()).violations);
      assert.deepEqual(violations.map(({ id, nodes }) => `${id}: ${nodes[0].html}`), []);
      await close();
    });
  }
  test(`nothing overflows at 320 pixels: ${state}`, async () => {
    const { page, close } = await openPage(at.browser, { hash: labHash(), viewport: { width: 320, height: 640 } });
    await reach(page);
    const excess = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    assert.ok(excess <= 0, `${excess} pixels too wide`);
    await close();
  });
}

test("the keyboard alone runs a check", async () => {
  const { page, close } = await openPage(at.browser, { hash: labHash() });
  await page.focus("#domain");
  await page.keyboard.type("redirect.test");
  await page.keyboard.press("Enter");
  await page.waitForSelector('.verdict[data-outcome="fail"]');
  assert.match(await page.textContent("#progress"), /^Done\./);
  await close();
});
