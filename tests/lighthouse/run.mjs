// Lighthouse on the built page: node run.mjs FOLDER, with Node 22. Prints the scores of the middle one of five runs and what costs it
// points, and writes its whole report into the folder; a score below its least in any of them fails.
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
/** One run alone says little: what else the machine does moves it by points. */
const RUNS = 5;
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
try {
  const runs = [];
  while (runs.length < RUNS) runs.push(await run());
  runs.sort((a, b) => points(a, "performance") - points(b, "performance"));
  console.log(`performance of ${RUNS} runs: ${runs.map((run) => points(run, "performance")).join(", ")}`);
  // Lighthouse's own advice for a figure that varies: the run in the middle.
  const { lhr, report } = runs[RUNS >> 1];
  writeFileSync(join(folder, "lighthouse.html"), report[0]);
  writeFileSync(join(folder, "lighthouse.json"), report[1]);
  for (const { id, title, auditRefs } of Object.values(lhr.categories)) {
    console.log(`${String(points({ lhr }, id)).padStart(3)} ${title}`);
    for (const { id } of auditRefs) {
      const audit = lhr.audits[id];
      if (audit.score !== null && audit.score < 0.9) console.log(`      ${audit.title}${audit.displayValue ? `: ${audit.displayValue}` : ""}`);
    }
  }
  for (const [id, least] of Object.entries(LEAST)) {
    const worst = Math.min(...runs.map((run) => points(run, id)));
    if (worst >= least) continue;
    console.log(`${id}: ${worst} in a run, must be ${least}`);
    process.exitCode = 1;
  }
} finally {
  server.close();
}

/** One run, in a browser of its own. */
async function run() {
  const chrome = await launch({ chromePath: process.env.CHROMIUM, chromeFlags: FLAGS });
  try {
    return await lighthouse(`http://127.0.0.1:${server.address().port}/`, { port: chrome.port, output: ["html", "json"], logLevel: "error" });
  } finally {
    chrome.kill();
  }
}

function points({ lhr }, category) {
  return Math.round(100 * lhr.categories[category].score);
}
