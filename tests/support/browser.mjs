// A real Chromium that takes the lab for the world: its names point to the lab, its good certificates are trusted.
import { chromium } from "playwright-core";

const FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];

/** @param {{ https: number, goodSpki: string }} lab what the lab wrote to its ready file */
export function launch(lab) {
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: [
      ...FLAGS,
      `--host-resolver-rules=MAP *.test:443 127.0.0.1:${lab.https}`,
      `--ignore-certificate-errors-spki-list=${lab.goodSpki}`,
    ],
  });
}

/**
 * Opens the page over HTTPS and waits until it is ready; what its console says against it is gathered.
 *
 * @param {import("playwright-core").Browser} browser
 * @param {{ hash?: string } & import("playwright-core").BrowserContextOptions} [options]
 */
export async function openPage(browser, { hash = "", ...options } = {}) {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  const complaints = [];
  // Chromium itself reports each failed request as an error; what the page makes of those is tested elsewhere.
  page.on("console", (message) => {
    const text = message.text();
    const network = /Failed to load resource|blocked by CORS policy|net::ERR_/.test(text);
    if (["error", "warning"].includes(message.type()) && !network) complaints.push(text);
  });
  page.on("pageerror", (error) => complaints.push(String(error)));
  await page.goto(`https://page.test/${hash}`);
  // Until then the modes that load later are still on their way.
  await page.waitForSelector("html[data-complete]");
  return { page, complaints, close: () => context.close() };
}

/** The hash that points the page at the lab's resolver. */
export function labHash(more = {}) {
  return `#${new URLSearchParams({ resolver: "https://dns.test/dns-query", ...more })}`;
}
