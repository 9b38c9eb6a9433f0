// What `node:http` hands over, as a standard Request.
import { object } from "../../lib/arguments.js";

/** Stands for the name that a request of HTTP/1.0 need not have (RFC 9112 3.2); `.invalid` is nobody's (RFC 6761 6.4). */
const NAMELESS = "nameless.invalid";

/** RFC 9112 3.2: a name or an address, perhaps a port, and nothing of what stands before or behind them in a URL. */
const HOST = /^(\[[\da-f:.]+\]|[^\s/\\?#@:[\]]+)(:\d*)?$/i;

/** A standard Request cannot have them. */
const WITHOUT_REQUEST = ["CONNECT", "TRACE", "TRACK"];

/** Where requests come from, for as long as somebody holds them. */
const addresses = new WeakMap();

/** A request that no handler gets to see; `status` and `headers` are what it is answered with. */
export class Refused extends Error {
  constructor(status, message, headers = {}) {
    super(message);
    this.status = status;
    this.headers = headers;
  }
}

/**
 * @param {import("node:http").IncomingMessage} incoming
 * @param {AbortSignal} signal
 * @returns {Request} without a body
 * @throws {Refused}
 */
export function standard(incoming, signal) {
  const { method, headers, socket } = incoming;
  if (WITHOUT_REQUEST.includes(method.toUpperCase())) {
    throw new Refused(405, "this method is not answered here", { allow: "GET, HEAD, OPTIONS" });
  }
  const { host = NAMELESS } = headers;
  // Express keeps the whole path here.
  const path = incoming.originalUrl ?? incoming.url;
  // Only the path form (RFC 9112 3.2.1): in others the target would name a host of its own.
  if (!path.startsWith("/")) throw new Refused(400, "the request target is no path");
  const url = `${socket.encrypted ? "https" : "http"}://${host}${path}`;
  if (!HOST.test(host) || !URL.canParse(url)) throw new Refused(400, "the Host header names no host");
  const lines = Object.entries(headers).filter(([, value]) => typeof value === "string");
  const request = new Request(url, { method, headers: new Headers(lines), signal });
  addresses.set(request, socket.remoteAddress);
  return request;
}

/**
 * @param {Request} request as a handler got it from `nodeListener`
 * @returns {string} the address at the other end of its connection; empty for other requests
 */
export function remoteAddress(request) {
  return addresses.get(object(request, "remoteAddress(request): request")) ?? "";
}
