// A lab and a browser for the tests of one file.
import { after, before } from "node:test";

import { launch } from "./browser.mjs";
import { startLab } from "./lab.mjs";

/** @returns {{ browser: import("playwright-core").Browser }} filled before the first test */
export function stage() {
  const it = {};
  before(async () => {
    it.lab = await startLab();
    it.browser = await launch(it.lab.ready);
  });
  after(async () => {
    await it.browser?.close();
    await it.lab?.stop();
  });
  return it;
}

/** Checks a domain on the page and waits for its verdict. */
export async function check(page, domain) {
  await page.fill("#domain", domain);
  await page.click("#start");
  await page.waitForSelector(`.verdict[data-domain="${domain}"]`);
}
