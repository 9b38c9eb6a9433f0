// How the page looks and works for everybody: accessibility rules, narrow screens, both themes.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { test } from "node:test";

import { labHash, openPage } from "../support/browser.mjs";
import { check, stage } from "../support/stage.mjs";
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
    assert.ok((await excess(page)) <= 0, `${await excess(page)} pixels too wide`);
    await close();
  });
}

function excess(page) {
  return page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
}

test("with letters of twice the size nothing overflows", async () => {
  const { page, close } = await openPage(at.browser, { hash: labHash(), viewport: { width: 1280, height: 800 } });
  const devtools = await page.context().newCDPSession(page);
  await devtools.send("Page.enable");
  await devtools.send("Page.setFontSizes", { fontSizes: { standard: 32, fixed: 26 } });
  assert.equal(await page.evaluate(() => getComputedStyle(document.documentElement).fontSize), "32px");
  for (const state of ["pass", "paste with faults", "reports", "planned", "compared policies", "generated", "explanation"]) {
    await page.goto(`https://page.test/?${encodeURIComponent(state)}${labHash()}`);
    await page.waitForSelector("html[data-complete]");
    await STATES[state](page);
    assert.ok((await excess(page)) <= 0, `${state}: ${await excess(page)} pixels too wide`);
  }
  await close();
});

test("nothing moves for who wants no motion", async () => {
  for (const [reducedMotion, moving] of /** @type {const} */ ([["reduce", false], ["no-preference", true]])) {
    const { page, close } = await openPage(at.browser, { hash: labHash(), reducedMotion });
    await STATES.running(page);
    const animations = await page.evaluate(() => document.getAnimations().length);
    assert.equal(animations > 0, moving, reducedMotion);
    await close();
  }
});

for (const state of ["empty", "options", "pass", "not tested", "certificates", "paste with faults", "reports", "planned", "compared policies", "generated", "learn", "explanation"]) {
  test(`the Tab key reaches all there is to use, in order, and shows where it is: ${state}`, async () => {
    const { page, close } = await openPage(at.browser, { hash: labHash() });
    await STATES[state](page);
    // From the top, wherever the state has left the focus.
    await page.evaluate(() => {
      /** @type {HTMLElement} */ (document.activeElement)?.blur();
      getSelection()?.removeAllRanges();
      document.body.tabIndex = -1;
      document.body.focus();
      document.body.removeAttribute("tabindex");
    });
    const wanted = await page.evaluate(() => {
      const all = document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex='0']");
      const usable = [...all].filter((one) => one.checkVisibility({ visibilityProperty: true }) && !one.matches(":disabled, [tabindex='-1']"));
      usable.forEach((one, index) => one.setAttribute("data-turn", String(index)));
      return usable.length;
    });
    const turns = [];
    for (let pressed = 0; pressed < 2 * wanted && turns.length < wanted; pressed += 1) {
      await page.keyboard.press("Tab");
      const { turn, shown, name } = await page.evaluate(() => {
        const one = /** @type {HTMLElement} */ (document.activeElement);
        const outlined = (element) => element !== null && getComputedStyle(element).outlineStyle !== "none";
        return { turn: one.dataset.turn, shown: outlined(one) || outlined(one.closest(".editor")), name: one.outerHTML.slice(0, 120) };
      });
      // A date has several fields in it, which share its turn.
      if (turn === turns.at(-1)) continue;
      assert.ok(shown, `no sign of the focus on ${name}`);
      turns.push(turn);
    }
    assert.deepEqual(turns, Array.from({ length: wanted }, (_, index) => String(index)));
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

test("a live region tells each step as it ends, then the outcome", async () => {
  const { page, close } = await openPage(at.browser, { hash: labHash() });
  await page.evaluate(() => {
    globalThis.told = [];
    const region = /** @type {HTMLElement} */ (document.querySelector("#progress[role=status][aria-live=polite]"));
    new MutationObserver((changes) => changes.forEach(({ addedNodes }) => addedNodes.forEach((node) => globalThis.told.push(node.textContent)))).observe(region, { childList: true });
  });
  await check(page, "redirect.test");
  const told = await page.evaluate(() => globalThis.told);
  for (const words of [/^TXT record: OK$/, /^Policy fetch: Broken$/, /^TLS reporting record: /]) assert.ok(told.some((text) => words.test(text)), `${words}: ${told}`);
  assert.match(told.at(-1), /^Done\. /);
  await close();
});
