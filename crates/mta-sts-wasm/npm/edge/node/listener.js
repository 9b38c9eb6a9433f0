// A handler as a listener of `node:http`.
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";

import { func } from "../../lib/arguments.js";

export function nodeListener(handler) {
  func(handler, "nodeListener(handler): handler");
  return async function listener(incoming, outgoing) {
    const leaving = new AbortController();
    outgoing.once("close", () => {
      if (!outgoing.writableFinished) leaving.abort();
    });
    let response;
    try {
      response = await handler(standard(incoming, leaving.signal));
    } catch (error) {
      response = failed(error, leaving.signal);
    }
    // Bodies are not read; who sends one anyway gets an answer and no further request on this connection.
    if (!incoming.complete) outgoing.setHeader("connection", "close");
    outgoing.writeHead(response.status, Object.fromEntries(response.headers));
    if (response.body === null) outgoing.end();
    // A client that goes away has what it wanted.
    else await pipeline(Readable.fromWeb(response.body), outgoing).catch(() => {});
  };
}

function failed(error, { aborted }) {
  if (error instanceof BadRequest) return new Response(`${error.message}\n`, { status: 400 });
  if (!aborted) console.error("mta-sts: a handler failed", error);
  return new Response("something went wrong\n", { status: 500 });
}

class BadRequest extends Error {}

function standard(incoming, signal) {
  const { method, headers, socket } = incoming;
  // Express keeps the whole path here.
  const path = incoming.originalUrl ?? incoming.url;
  const url = `${socket.encrypted ? "https" : "http"}://${headers.host}${path}`;
  // Only the path form (RFC 9112 3.2.1): in others the target would name a host of its own.
  if (!path.startsWith("/") || !isUrl(url)) throw new BadRequest("the request target is no path");
  return new Request(url, { method, headers: new Headers(Object.entries(headers).filter(([, value]) => typeof value === "string")), signal });
}

function isUrl(text) {
  try {
    return new URL(text).host !== "";
  } catch {
    return false;
  }
}
