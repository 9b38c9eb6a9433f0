// Writes pictures of the page in all its states, for people to look at: node support/screenshots.mjs FOLDER [STATE…]
import { mkdirSync } from "node:fs";
import { join } from "node:path";

import { labHash, launch, openPage } from "./browser.mjs";
import { startLab } from "./lab.mjs";
import { STATES } from "./states.mjs";

const SCREENS = { phone: { width: 390, height: 844 }, desktop: { width: 1280, height: 800 } };
const THEMES = /** @type {const} */ (["light", "dark"]);

const [folder, ...wanted] = process.argv.slice(2);
mkdirSync(folder, { recursive: true });
const lab = await startLab();
const browser = await launch(lab.ready);
try {
  for (const [state, reach] of Object.entries(STATES).filter(([state]) => wanted.length === 0 || wanted.includes(state))) {
    for (const [screen, viewport] of Object.entries(SCREENS)) {
      // Reached once and pictured in both themes.
      const { page, close } = await openPage(browser, { hash: labHash(), viewport });
      await reach(page);
      for (const colorScheme of THEMES) {
        await page.emulateMedia({ colorScheme });
        const name = `${state.replaceAll(" ", "-")}-${screen}-${colorScheme}.png`;
        await page.screenshot({ path: join(folder, name), fullPage: true, animations: "disabled" });
      }
      await close();
    }
    console.log(state);
  }
} finally {
  await browser.close();
  await lab.stop();
}
