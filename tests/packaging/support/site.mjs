// A folder as a web site, and what a page of it says in Chromium.
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";
import { after } from "node:test";

import { chromium } from "playwright-core";

const TYPES = { ".html": "text/html", ".js": "text/javascript", ".mjs": "text/javascript", ".wasm": "application/wasm" };

/** A browser for the tests of a file, and `visit(folder, path)`: what the page at a path says. */
export async function visitor() {
  const executablePath = process.env.CHROMIUM ?? "/usr/bin/chromium";
  const browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu"] });
  after(() => browser.close());
  return { visit };

  async function visit(folder, path) {
    const site = await startSite(folder);
    const page = await browser.newPage();
    const complaints = [];
    page.on("pageerror", (error) => complaints.push(String(error)));
    page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
    try {
      await page.goto(`${site.url}/${path}`);
      const result = page.waitForFunction(() => globalThis.mtaStsResult, null, { timeout: 20_000 });
      return await (await result).jsonValue();
    } catch (error) {
      throw new Error([error.message, ...complaints].join("\n"));
    } finally {
      await page.close();
      await site.stop();
    }
  }
}

/** Serves a folder on a free port. */
export async function startSite(folder) {
  const server = createServer((request, response) => serve(folder, request, response));
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const stop = () => new Promise((resolve) => server.close(resolve).closeAllConnections());
  return { url: `http://127.0.0.1:${server.address().port}`, stop };
}

async function serve(folder, request, response) {
  const path = normalize(new URL(request.url, "http://site").pathname);
  try {
    const body = await readFile(join(folder, path));
    response.writeHead(200, { "content-type": TYPES[extname(path)] ?? "application/octet-stream" }).end(body);
  } catch {
    response.writeHead(path === "/favicon.ico" ? 204 : 404).end();
  }
}
