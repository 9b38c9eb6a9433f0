// Text that wants to be more than text, and how to see that it is not.
import assert from "node:assert/strict";

/** Markup, a formula, controls of direction, an escape sequence, a character without width. */
export const HOSTILE = '"><img src=x onerror="document.title=1"><script>document.title=1</script>=1+1\u202e\u2066\u001b[31m\u200b`';

/** A line of 64 KB. */
export const ENDLESS = "x".repeat(65_536);

/**
 * Nothing of what the page was given became an element or is invisible, and nothing is wider than the screen.
 *
 * @param {import("playwright-core").Page} page
 */
export async function assertInert(page) {
  const seen = await page.evaluate(() => {
    const main = /** @type {HTMLElement} */ (document.querySelector("main"));
    const walker = document.createTreeWalker(main, NodeFilter.SHOW_TEXT);
    const odd = [];
    while (walker.nextNode()) {
      const { parentElement, data } = walker.currentNode;
      // What lies behind the editor's text is as transparent as it is the same.
      if (!parentElement?.closest(".backdrop, textarea") && /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u200b\u202e\u2066]/.test(data)) odd.push(data.slice(0, 100));
    }
    return {
      title: document.title,
      elements: main.querySelectorAll("img, script, iframe, object, [onerror]").length,
      odd,
      excess: document.documentElement.scrollWidth > innerWidth,
    };
  });
  assert.deepEqual(seen, { title: "MTA-STS checker", elements: 0, odd: [], excess: false });
}

/**
 * How long the page's own script works while something is put in and until it is shown, in milliseconds. Layout and
 * painting of long texts are the browser's doing.
 *
 * @param {import("playwright-core").Page} page
 * @param {string} id of a text field
 * @param {string} value
 * @param {string} until a selector of what is shown
 */
export async function scriptTime(page, id, value, until) {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send("Performance.enable");
  const scripted = async () => {
    const { metrics } = await devtools.send("Performance.getMetrics");
    return 1000 * (metrics.find(({ name }) => name === "ScriptDuration")?.value ?? Infinity);
  };
  const before = await scripted();
  await page.$eval(
    `#${id}`,
    (field, value) => {
      field.value = value;
      field.dispatchEvent(new Event("input"));
    },
    value,
  );
  await page.waitForSelector(until);
  return (await scripted()) - before;
}
