// From a keystroke in a policy to the frame with its verdict, in real Chromium, beside the browser's own part of it.
import { launch, openPage } from "../support/browser.mjs";
import { POLICIES, keystrokes } from "../support/keystrokes.mjs";
import { startLab } from "../support/lab.mjs";

const KEYSTROKES = 30;
const COLUMNS = ["work", "painted: half", "nine of ten", "all"];

const lab = await startLab();
const browser = await launch(lab.ready);

async function typed(policy, quietly) {
  const { page, close } = await openPage(browser, { hash: "#paste" });
  await page.waitForSelector("#policy");
  const measured = await keystrokes(page, policy, KEYSTROKES, quietly);
  await close();
  return measured;
}

try {
  console.log("Milliseconds for a keystroke: work of the page's main thread, then from the key to its frame (in steps of 8; below 16 is told as 16).");
  console.log("Below each text: the same of the text area alone, when the page hears nothing of what is typed.\n");
  console.log(`${"".padEnd(30)}${COLUMNS.map((column) => column.padStart(15)).join("")}`);
  for (const [name, policy] of Object.entries(POLICIES)) {
    row(name, await typed(policy, false));
    row("  text area alone", await typed(policy, true));
  }
} finally {
  await browser.close();
  await lab.stop();
}

function row(name, { busy, painted }) {
  const at = (share) => painted[Math.ceil(share * painted.length) - 1];
  const cells = [busy.toFixed(1), at(0.5), at(0.9), at(1)];
  console.log(`${name.padEnd(30)}${cells.map((cell) => String(cell).padStart(15)).join("")}`);
}
