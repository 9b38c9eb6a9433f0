// How the page looks and works for everybody: accessibility rules, narrow screens, both themes.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { test } from "node:test";

import { labHash, openPage } from "../support/browser.mjs";
import { stage } from "../support/stage.mjs";
import { STATES } from "../support/states.mjs";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

const at = stage();

for (const [state, reach] of Object.entries(STATES)) {
  test(`axe finds nothing in both themes, and nothing overflows at 320 pixels: ${state}`, async () => {
    // The page's own policy would refuse the script that axe is put in with.
    const { page, close } = await openPage(at.browser, { hash: labHash(), bypassCSP: true });
    await reach(page);
    await page.evaluate(AXE);
    for (const colorScheme of /** @type {const} */ (["light", "dark"])) {
      await page.emulateMedia({ colorScheme });
      const violations = await page.evaluate(async () => (await globalThis.axe.run()).violations);
      assert.deepEqual(violations.map(({ id, nodes }) => `${id}: ${nodes[0].html}`), [], colorScheme);
    }
    await page.setViewportSize({ width: 320, height: 640 });
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
