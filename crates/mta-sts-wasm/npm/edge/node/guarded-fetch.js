// A `fetch` for Node, Deno and Bun that reaches public addresses only: it looks a name up, refuses it where any address
// is not public, and connects to no address but those, so that a second look-up cannot change the answer.
import { lookup as systemLookup } from "node:dns";
import { request as httpsRequest } from "node:https";
import { isIP } from "node:net";
import { Readable } from "node:stream";
import { checkServerIdentity } from "node:tls";

import { argument, func, object, strings, url } from "../../lib/arguments.js";
import { decoded } from "./decoded.js";
import { fault } from "./fault.js";
import { isPublicAddress } from "./public-address.js";

export function guardedFetch(options = {}) {
  const { lookup = systemLookup, allow = isPublicAddress, port = 443, ca, trusted = [] } = object(options, "guardedFetch(options): options");
  func(lookup, "options.lookup");
  func(allow, "options.allow");
  if (!Number.isInteger(port) || port < 1 || port > 65_535) throw argument("options.port", "a port", port);
  if (ca !== undefined) strings(ca, "options.ca");
  const free = new Set(strings(trusted, "options.trusted").map((one) => new URL(url(one, "options.trusted")).origin));

  return async function fetch(input, init = {}) {
    const url = new URL(input);
    if (free.has(url.origin)) return globalThis.fetch(url, init);
    const { method = "GET", body } = init;
    if (String(method).toUpperCase() !== "GET") throw argument("fetch(url, init): init.method", '"GET"', method);
    if (body !== undefined && body !== null) throw argument("fetch(url, init): init.body", "left out", body);
    try {
      return await get(url, init);
    } catch (error) {
      init.signal?.throwIfAborted();
      // As the global `fetch` has it: the cause says what happened.
      throw new TypeError("fetch failed", { cause: error });
    }
  };

  function get(url, { headers, signal }) {
    if (url.protocol !== "https:" || url.port !== "" || url.username !== "" || url.password !== "") {
      throw fault("EACCES", "only https: URLs without port and user are fetched");
    }
    if (isIP(url.hostname.replace(/^\[|\]$/g, "")) !== 0) throw fault("EACCES", "addresses are not fetched from, only names");
    signal?.throwIfAborted();
    return new Promise((resolve, reject) => {
      const request = httpsRequest(url, {
        port,
        ca,
        // A connection of its own: one that is kept could have been made by somebody less careful.
        agent: false,
        // What is not encoded cannot grow.
        headers: { "accept-encoding": "identity", ...Object.fromEntries(new Headers(headers)) },
        lookup: guarded,
        checkServerIdentity: byDnsId,
      });
      let incoming;
      const stop = () => {
        incoming?.destroy(signal.reason);
        request.destroy(signal.reason);
      };
      signal?.addEventListener("abort", stop, { once: true });
      request.once("close", () => {
        signal?.removeEventListener("abort", stop);
        // Where it ends with neither an answer nor an error.
        reject(fault("ECONNRESET", "the connection ended before an answer"));
      });
      request.once("error", reject);
      // Nobody asked for it, and without a listener Node tells nobody.
      request.once("upgrade", ({ statusCode }, socket) => {
        socket.destroy();
        reject(noAnswer(statusCode));
      });
      request.once("response", (message) => {
        incoming = message;
        try {
          resolve(response(message));
        } catch (error) {
          request.destroy();
          reject(error);
        }
      });
      request.end();
    });
  }

  function guarded(name, options, callback) {
    lookup(name, { ...options, all: true }, (error, addresses) => {
      if (error) return callback(error);
      const inside = addresses.find(({ address }) => !allow(address));
      if (inside !== undefined || addresses.length === 0) {
        return callback(fault("EACCES", `${name} is at an address that is not public`));
      }
      if (options.all) return callback(null, addresses);
      callback(null, addresses[0].address, addresses[0].family);
    });
  }
}

function response(message) {
  const { statusCode, headers } = message;
  if (statusCode < 200 || statusCode > 599) throw noAnswer(statusCode);
  const bodiless = [204, 205, 304].includes(statusCode);
  if (bodiless) message.resume();
  const head = Object.entries(headers).flatMap(([name, value]) => [value].flat().map((one) => [name, one]));
  return new Response(bodiless ? null : Readable.toWeb(decoded(message)), { status: statusCode, headers: head });
}

/** RFC 8461 3.3: only DNS-IDs count, where Node would take a common name if there is nothing else. */
function byDnsId(host, certificate) {
  if (/(^|, )DNS:/.test(certificate.subjectaltname ?? "")) return checkServerIdentity(host, certificate);
  return fault("ERR_TLS_CERT_ALTNAME_INVALID", "the certificate has no DNS name");
}

function noAnswer(status) {
  return fault("EBADMSG", `status ${status} is no answer`);
}
