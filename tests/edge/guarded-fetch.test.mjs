// The guarded fetch against a server over TLS that answers in odd ways.
import assert from "node:assert/strict";
import { createServer } from "node:tls";
import { after, before, test } from "node:test";
import { brotliCompressSync, deflateSync, gzipSync } from "node:zlib";

import { relay } from "mta-sts/edge";
import { guardedFetch } from "mta-sts/edge/node";

import { certificate } from "../support/certificate.mjs";

const URL_ = "https://mta-sts.example.com/.well-known/mta-sts.txt";

let server;
let guarded;
/** What the server does with a connection once it was asked for something. */
let answer;
let asked;

before(async () => {
  const { key, cert } = certificate("mta-sts.example.com");
  server = createServer({ key, cert }, (socket) => {
    socket.on("error", () => {});
    socket.once("data", (chunk) => {
      asked = String(chunk);
      answer(socket);
    });
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const lookup = (name, options, callback) => callback(null, [{ address: "127.0.0.1", family: 4 }]);
  guarded = guardedFetch({ lookup, allow: () => true, ca: cert, port: server.address().port });
});

after(() => server?.close());

const relayed = async (options) => (await relay({ fetch: guarded, ...options })(new Request("https://relay.example/?domain=example.com"))).json();

for (const [what, head] of [
  ["101 with Upgrade", "HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\n"],
  ["101 without Upgrade", "HTTP/1.1 101 Switching Protocols\r\n\r\n"],
  ["status 600", "HTTP/1.1 600 Odd\r\n\r\n"],
]) {
  test(`${what} is no answer, whether the connection ends or not`, { timeout: 10_000 }, async () => {
    for (const how of ["write", "end"]) {
      answer = (socket) => socket[how](head);
      await assert.rejects(guarded(URL_), (error) => error instanceof TypeError && error.cause.code === "EBADMSG");
      assert.equal((await relayed()).outcome, "connection-failed");
    }
  });
}

test("a connection that ends before its answer, or behind a 1xx, is an error", { timeout: 10_000 }, async () => {
  for (const head of ["", "HTTP/1.1 102 Processing\r\n\r\n", "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n"]) {
    answer = (socket) => socket.end(head);
    await assert.rejects(guarded(URL_), (error) => error.cause.code === "ECONNRESET");
  }
});

test("1xx answers come before the one that counts", async () => {
  answer = (socket) => socket.end("HTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nx");
  assert.equal(await (await guarded(URL_)).text(), "x");
});

const TEXT = "version: STSv1\r\nmode: none\r\nmax_age: 86400\r\n";

/** An answer with a body. */
function encoded(coding, body) {
  return (socket) => {
    socket.write(`HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Encoding: ${coding}\r\nConnection: close\r\n\r\n`);
    socket.end(body);
  };
}

test("no encoding is asked for, unless the caller asks for one", async () => {
  answer = encoded("identity", TEXT);
  assert.equal(await (await guarded(URL_)).text(), TEXT);
  assert.match(asked, /^accept-encoding: identity\r$/im);
  await (await guarded(URL_, { headers: { "Accept-Encoding": "gzip" } })).text();
  assert.deepEqual(asked.match(/accept-encoding: .*/gi), ["accept-encoding: gzip"]);
});

test("a body that comes encoded all the same is decoded", async () => {
  for (const [coding, encode] of [["gzip", gzipSync], ["X-GZip", gzipSync], ["deflate", deflateSync], ["br", brotliCompressSync]]) {
    answer = encoded(coding, encode(TEXT));
    assert.equal(await (await guarded(URL_)).text(), TEXT, coding);
    assert.equal((await relayed()).body, TEXT, coding);
  }
});

test("an encoded body that is cut off, is none, or is encoded in another way is no body", async () => {
  const packed = gzipSync(TEXT);
  for (const [coding, body] of [["gzip", packed.subarray(0, -9)], ["gzip", TEXT], ["br", packed]]) {
    answer = encoded(coding, body);
    await assert.rejects(guarded(URL_).then((response) => response.text()));
    assert.notEqual((await relayed()).outcome, "response");
  }
  for (const coding of ["gzip, gzip", "zstd", "__proto__"]) {
    answer = encoded(coding, gzipSync(packed));
    await assert.rejects(guarded(URL_), (error) => error.cause.code === "EBADMSG");
  }
});

test("what is packed tight is cut off like any other, what never ends is given up", { timeout: 10_000 }, async () => {
  answer = encoded("gzip", gzipSync(Buffer.alloc(64 * 1024 * 1024)));
  const { outcome, truncated } = await relayed();
  assert.deepEqual([outcome, truncated], ["response", true]);
  const whole = encoded("gzip", "");
  answer = (socket) => whole({ write: (head) => socket.write(head), end: () => socket.write(gzipSync(TEXT).subarray(0, 20)) });
  const response = await guarded(URL_, { signal: AbortSignal.timeout(300) });
  await assert.rejects(response.text(), { name: "TimeoutError" });
});

test("it gets, and refuses to do anything else", async () => {
  answer = () => assert.fail("it asks");
  for (const init of [{ method: "POST", body: "x" }, { method: "HEAD" }, { body: "x" }]) {
    await assert.rejects(guarded(URL_, init), { name: "MtaStsError", code: "invalid-argument", message: /^fetch\(url, init\): init\.(method|body) must be/ });
  }
});
