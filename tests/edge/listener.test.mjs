// Handlers as listeners of `node:http`, over bare connections: what handlers return, and what clients send.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { remoteAddress } from "mta-sts/edge/node";

import { raw } from "../support/raw.mjs";
import { serve } from "../support/serve.mjs";

/** What the handler returns, by path. */
const ANSWERS = {
  "/nothing": () => undefined,
  "/text": () => "x",
  "/error": () => Response.error(),
  "/thrown": () => Promise.reject(new Error("no luck")),
  async "/used"() {
    const response = new Response("x");
    await response.text();
    return response;
  },
  "/locked"() {
    const response = new Response("x");
    response.body.getReader();
    return response;
  },
  "/cookies"() {
    const headers = new Headers([["set-cookie", "a=1"], ["set-cookie", "b=2"], ["x-a", "1"], ["x-a", "2"]]);
    return new Response("x", { headers });
  },
  "/half"() {
    let pulled = 0;
    return new Response(new ReadableStream({ pull: (to) => (pulled++ === 0 ? to.enqueue(new Uint8Array(3)) : to.error(new Error("cut"))) }, { highWaterMark: 0 }));
  },
};

let server;
let seen = [];

before(async () => {
  server = await serve(async (request) => {
    seen.push(request.url);
    return ANSWERS[new URL(request.url).pathname]?.() ?? new Response("fine");
  });
});

after(() => server?.stop());

function send(text) {
  seen = [];
  return raw(server.port, text);
}

const get = (path) => send(`GET ${path} HTTP/1.1\r\nHost: x.example\r\nConnection: close\r\n\r\n`);

for (const path of ["/text", "/error", "/thrown", "/used", "/locked"]) {
  test(`a handler that fails as ${path} is 500, and the log says why`, async (t) => {
    const { mock } = t.mock.method(console, "error", () => {});
    const answer = await get(path);
    assert.match(answer, /^HTTP\/1\.1 500 .*something went wrong/s);
    assert.equal(mock.callCount(), 1);
    assert.match(mock.calls[0].arguments[0], /^mta-sts: a handler failed/);
  });
}

test("a handler that returns nothing is 500, and the next request on the connection is answered", async (t) => {
  t.mock.method(console, "error", () => {});
  ANSWERS["/fine"] = () => new Response("fine");
  const none = await serve((request) => ANSWERS[new URL(request.url).pathname]());
  t.after(() => none.stop());
  for (const [path, status] of [["/nothing", 500], ["/fine", 200], ["/nothing", 500]]) {
    assert.equal((await fetch(none.url + path)).status, status);
  }
});

test("a body that fails on its way ends the connection before its end, and is logged", async (t) => {
  const { mock } = t.mock.method(console, "error", () => {});
  const answer = await get("/half");
  assert.match(answer, /^HTTP\/1\.1 200 /);
  assert.doesNotMatch(answer, /\r\n0\r\n/);
  assert.equal(mock.calls[0].arguments[1].message, "cut");
});

test("cookies stay apart, other headers are joined", async () => {
  const [head] = (await get("/cookies")).toLowerCase().split("\r\n\r\n");
  assert.deepEqual(head.split("\r\n").filter((line) => /^(set-cookie|x-a):/.test(line)).toSorted(), ["set-cookie: a=1", "set-cookie: b=2", "x-a: 1, 2"]);
});

test("methods that no Request can have are refused, and nothing is logged", async (t) => {
  const { mock } = t.mock.method(console, "error", () => {});
  const answer = await send("TRACE / HTTP/1.1\r\nHost: x.example\r\nConnection: close\r\n\r\n");
  assert.match(answer, /^HTTP\/1\.1 405 .*\r\nallow: GET, HEAD, OPTIONS\r\n/is);
  assert.deepEqual([seen, mock.callCount()], [[], 0]);
});

for (const host of ["u:p@x.example", "u@x.example", "x.example/relay?domain=example.com&", "x.example?a=", "x.example#", "x.example\\a", "[::1", "a:b", "x.example:99999", "%", ""]) {
  test(`Host ${JSON.stringify(host)} is no host`, async (t) => {
    const { mock } = t.mock.method(console, "error", () => {});
    const answer = await send(`GET /nowhere HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`);
    assert.match(answer, /^HTTP\/1\.1 400 /);
    assert.deepEqual([seen, mock.callCount()], [[], 0]);
  });
}

test("names, addresses and ports of hosts are taken as they are", async () => {
  for (const host of ["x.example", "X.example.:8080", "127.0.0.1:80", "[::1]:8080", "x_y.example"]) {
    await send(`GET /a?b HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`);
    assert.deepEqual(seen, [new URL(`http://${host}/a?b`).href]);
  }
});

test("HTTP/1.0 goes without a Host, under a name that is nobody's", async () => {
  assert.match(await send("GET /a HTTP/1.0\r\n\r\n"), /^HTTP\/1\.1 200 /);
  assert.deepEqual(seen, ["http://nameless.invalid/a"]);
});

test("a request knows the address that it came from, whatever its headers say", async (t) => {
  const found = [];
  const other = await serve((request) => (found.push(remoteAddress(request)), new Response()));
  t.after(() => other.stop());
  await fetch(other.url, { headers: { "x-forwarded-for": "192.0.2.1", "cf-connecting-ip": "192.0.2.1" } });
  assert.deepEqual([...found, remoteAddress(new Request("https://x.example"))], ["127.0.0.1", ""]);
});
