// Lighthouse on the built page: node run.mjs FOLDER, with Node 22. Prints the scores and what costs points, and writes the whole report
// into the folder; a score below its least fails.
import { once } from "node:events";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";
import { gzipSync } from "node:zlib";

import { launch } from "chrome-launcher";
import lighthouse from "lighthouse";

const WWW = process.env.MTA_STS_WWW;
const TYPES = { ".html": "text/html; charset=utf-8", ".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml", ".wasm": "application/wasm" };
const FLAGS = ["--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-component-update"];
/** Scores in hundredths. Performance is told only: it measures the machine as much as the page. */
const LEAST = { accessibility: 100, "best-practices": 100, seo: 100 };

/** As static hosts serve: packed, with a media type, and 404 for what is not there. */
function serve(request, response) {
  const path = normalize(decodeURIComponent(new URL(request.url, "http://page").pathname));
  const file = join(WWW, path.endsWith("/") ? `${path}index.html` : path);
  try {
    const body = gzipSync(readFileSync(file));
    response.writeHead(200, { "content-type": TYPES[extname(file)] ?? "application/octet-stream", "content-encoding": "gzip", "cache-control": "max-age=3600" });
    response.end(body);
  } catch {
    response.writeHead(404).end();
  }
}

const folder = process.argv[2];
mkdirSync(folder, { recursive: true });
const server = createServer(serve).listen(0, "127.0.0.1");
await once(server, "listening");
const chrome = await launch({ chromePath: process.env.CHROMIUM, chromeFlags: FLAGS });
try {
  const result = await lighthouse(`http://127.0.0.1:${server.address().port}/`, { port: chrome.port, output: ["html", "json"], logLevel: "error" });
  const { lhr, report } = result;
  writeFileSync(join(folder, "lighthouse.html"), report[0]);
  writeFileSync(join(folder, "lighthouse.json"), report[1]);
  for (const { id, title, score, auditRefs } of Object.values(lhr.categories)) {
    const points = Math.round(100 * score);
    console.log(`${String(points).padStart(3)} ${title}`);
    if (points < (LEAST[id] ?? 0)) process.exitCode = 1;
    for (const { id } of auditRefs) {
      const audit = lhr.audits[id];
      if (audit.score !== null && audit.score < 0.9) console.log(`      ${audit.title}${audit.displayValue ? `: ${audit.displayValue}` : ""}`);
    }
  }
} finally {
  chrome.kill();
  server.close();
}
