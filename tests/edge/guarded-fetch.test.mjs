// The guarded fetch against a server over TLS that answers in odd ways.
import assert from "node:assert/strict";
import { createServer } from "node:tls";
import { after, before, test } from "node:test";

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
