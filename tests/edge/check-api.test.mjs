// The check API in Node against the lab.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";

import { checkDomain } from "mta-sts";
import { badge, checkApi } from "mta-sts/edge";

import { startLab } from "../support/lab.mjs";
import { useLab } from "../support/lab-network.mjs";
import { serve } from "../support/serve.mjs";

let lab;
let server;

before(async () => {
  lab = await startLab();
  useLab(lab.ready);
  server = await serve(checkApi({ resolver: lab.ready.doh, specialUse: ["test"], basePath: "/api" }));
});

after(async () => {
  await server?.stop();
  await lab?.stop();
});

const get = (path, headers = {}) => fetch(`${server.url}/api${path}`, { headers });

test("GET /check answers with the report", async () => {
  const response = await get("/check?domain=good.test");
  assert.equal(response.status, 200);
  assert.match(response.headers.get("content-type"), /^application\/json/);
  assert.equal(response.headers.get("cache-control"), "max-age=60");
  assert.deepEqual(await response.json(), await checkDomain("good.test", { resolver: lab.ready.doh }));
});

test("NDJSON streams the steps, by parameter or by Accept", async () => {
  for (const response of [await get("/check?domain=good.test&format=ndjson"), await get("/check?domain=good.test", { accept: "application/x-ndjson" })]) {
    assert.match(response.headers.get("content-type"), /^application\/x-ndjson/);
    assert.equal(response.headers.get("cache-control"), "no-store");
    const events = (await response.text()).trimEnd().split("\n").map((line) => JSON.parse(line));
    const finished = events.filter(({ event }) => event === "step-finished").map(({ step }) => step.step);
    assert.equal(finished.length, 9);
    assert.deepEqual(finished.toSorted(), events.at(-1).report.steps.map(({ step }) => step).toSorted());
    assert.equal(events.at(-1).event, "finished");
    assert.equal(events.at(-1).report.domain, "good.test");
  }
});

test("server-sent events carry the same", async () => {
  const response = await get("/check?domain=good.test", { accept: "text/event-stream" });
  assert.match(response.headers.get("content-type"), /^text\/event-stream/);
  const events = (await response.text()).trimEnd().split("\n\n");
  for (const event of events.slice(0, -1)) assert.match(event, /^event: [\w-]+\ndata: \{.*\}$/);
  assert.match(events.at(-1), /^event: finished\ndata: \{.*\}\nid: last$/);
});

test("an EventSource that has seen the end gets no second check", async () => {
  const handler = checkApi({ fetch: () => assert.fail("it checks"), rateLimit: () => assert.fail("it counts") });
  const headers = { accept: "text/event-stream", "last-event-id": "last" };
  const response = await handler(new Request("https://x.example/check?domain=example.com", { headers }));
  assert.deepEqual([response.status, response.body], [204, null]);
});

test("HEAD of a stream is its head, and checks nothing", async () => {
  const handler = checkApi({ fetch: () => assert.fail("it checks") });
  for (const [format, type] of [["ndjson", "application/x-ndjson"], ["sse", "text/event-stream"]]) {
    const response = await handler(new Request(`https://x.example/check?domain=example.com&format=${format}`, { method: "HEAD" }));
    assert.deepEqual([response.status, response.headers.get("content-type"), response.body], [200, `${type}; charset=utf-8`, null]);
  }
});

test("a reader that leaves ends the check", async () => {
  const signals = [];
  const fetch = (_, { signal }) => {
    signals.push(signal);
    return new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
  };
  const handler = checkApi({ fetch });
  const response = await handler(new Request("https://x.example/check?domain=example.com&format=ndjson"));
  const reader = response.body.getReader();
  await reader.read();
  await reader.cancel();
  assert.ok(signals.length > 0);
  assert.ok(signals.every((signal) => signal.aborted));
});

test("a reader that leaves while it waits for an event ends the check at once", async () => {
  for (const format of ["ndjson", "sse"]) {
    const signals = [];
    const fetch = (_, { signal }) => {
      signals.push(signal);
      return new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
    };
    const response = await checkApi({ fetch })(new Request(`https://x.example/check?domain=example.com&format=${format}`));
    const reader = response.body.getReader();
    // Whatever comes before the answers that never come.
    let waiting = false;
    while (!waiting) {
      const read = reader.read().then(() => false);
      waiting = await Promise.race([read, delay(200, true)]);
    }
    const left = reader.cancel();
    assert.ok(signals.length > 0);
    assert.ok(signals.every((signal) => signal.aborted));
    await left;
  }
});

test("a check ends, whatever its fetch makes of its signal", { timeout: 10_000 }, async () => {
  const handler = checkApi({ fetch: () => new Promise(() => {}), timeout: 100 });
  const response = await handler(new Request("https://x.example/check?domain=example.com"));
  assert.deepEqual([response.status, (await response.json()).verdict], [200, "not-tested"]);
});

test("a badge shows the verdict", async () => {
  const response = await get("/badge?domain=good.test");
  assert.equal(response.headers.get("content-type"), "image/svg+xml");
  const svg = await response.text();
  assert.match(svg, /^<svg [^>]*role="img" aria-label="MTA-STS: (valid|warnings|not tested)">/);
  assert.match(badge("fail"), /broken/);
  assert.doesNotMatch(svg, /<script|href/);
});

test("it describes itself, and the description has no loose ends", async () => {
  const description = await (await get("/openapi.json")).json();
  assert.equal(description.openapi, "3.1.0");
  assert.equal(description.servers[0].url, `${server.url}/api`);
  assert.deepEqual(Object.keys(description.paths), ["/check", "/badge"]);
  const references = [...JSON.stringify(description).matchAll(/"\$ref":"#\/components\/schemas\/([^"]+)"/g)].map(([, name]) => name);
  assert.ok(references.length > 10);
  assert.deepEqual(references.filter((name) => description.components.schemas[name] === undefined), []);
});

test("it is found where it is mounted, however that is written", async () => {
  for (const [basePath, path] of [["", ""], ["/", ""], ["/api", "/api"], ["/api/", "/api"], ["/a b/\u00fc", "/a b/\u00fc"]]) {
    const handler = checkApi({ basePath });
    const response = await handler(new Request(`https://x.example${path}/openapi.json`));
    assert.equal(response.status, 200, basePath);
    assert.equal((await response.json()).servers[0].url, `https://x.example${encodeURI(path)}`);
  }
  for (const basePath of ["api", "https://x.example/api", "/api?x", "/api#x", null, 3]) {
    assert.throws(() => checkApi({ basePath }), { name: "MtaStsError", code: "invalid-argument", message: /^options\.basePath must be/ });
  }
});

test("wrong queries are told what is wrong", async () => {
  for (const [path, status, code] of [
    ["/check", 400, "invalid-domain"],
    ["/check?domain=", 400, "invalid-domain"],
    ["/check?domain=a.example&domain=b.example", 400, "invalid-domain"],
    ["/check?domain=example.com&format=xml", 400, "invalid-argument"],
    ["/badge?domain=localhost", 400, "invalid-domain"],
    ["/nothing", 404, "not-found"],
  ]) {
    const response = await get(path);
    const { error } = await response.json();
    assert.deepEqual([response.status, error.code], [status, code], path);
    assert.ok(error.message.length > 10);
  }
});

test("HEAD has no body, other methods are refused", async () => {
  const head = await fetch(`${server.url}/api/check?domain=good.test`, { method: "HEAD" });
  assert.deepEqual([head.status, await head.text()], [200, ""]);
  const post = await fetch(`${server.url}/api/check?domain=good.test`, { method: "POST", body: "x" });
  assert.deepEqual([post.status, post.headers.get("allow")], [405, "GET, HEAD, OPTIONS"]);
});
