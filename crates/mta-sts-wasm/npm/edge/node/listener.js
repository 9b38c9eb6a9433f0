// A handler as a listener of `node:http`.
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";

import { func } from "../../lib/arguments.js";
import { Refused, standard } from "./request.js";

export function nodeListener(handler) {
  func(handler, "nodeListener(handler): handler");
  return async function listener(incoming, outgoing) {
    const leaving = new AbortController();
    const { signal } = leaving;
    outgoing.once("close", () => {
      if (!outgoing.writableFinished) leaving.abort();
    });
    try {
      await send(await handler(standard(incoming, signal)), incoming, outgoing, signal);
    } catch (error) {
      if (!(error instanceof Refused) && !signal.aborted) console.error("mta-sts: a handler failed", error);
      if (outgoing.headersSent) outgoing.destroy();
      else await send(instead(error), incoming, outgoing, signal);
    }
  };
}

async function send(response, incoming, outgoing, signal) {
  const { status, headers, bodyUsed } = Object(response);
  // Not `instanceof`: it may be a Response of another realm. That of `Response.error()` has status 0.
  if (!(status >= 200 && status <= 599) || bodyUsed) throw new TypeError("a handler must return a Response with its body unread");
  const body = response.body === null ? null : Readable.fromWeb(response.body);
  body?.once("error", (error) => {
    if (!signal.aborted) console.error("mta-sts: the body of an answer failed", error);
  });
  // Bodies are not read; who sends one anyway gets an answer and no further request on this connection.
  if (!incoming.complete) outgoing.setHeader("connection", "close");
  outgoing.writeHead(status, plain(headers));
  if (body === null) outgoing.end();
  // A client that goes away has what it wanted; one that is still there sees its connection end.
  else await pipeline(body, outgoing).catch(() => {});
}

/** The one header that must not be joined to one line is a list (RFC 6265 3). */
function plain(headers) {
  const cookies = headers.getSetCookie();
  return { ...Object.fromEntries(headers), ...(cookies.length > 0 && { "set-cookie": cookies }) };
}

function instead(error) {
  if (error instanceof Refused) return new Response(`${error.message}\n`, { status: error.status, headers: error.headers });
  return new Response("something went wrong\n", { status: 500 });
}
