import type { IncomingMessage, ServerResponse } from "node:http";

import type { Handler } from "../index.js";

/** How `guardedFetch` looks names up: the form of `node:dns`'s `lookup`. */
export type Lookup = (
  name: string,
  options: { all: true },
  callback: (error: Error | null, addresses: { address: string; family: number }[]) => void,
) => void;

/** What a guarded fetch connects to. */
export interface GuardOptions {
  /** Default: `lookup` of `node:dns`. */
  lookup?: Lookup;
  /** Which addresses may be connected to. Default: `isPublicAddress`. */
  allow?: (address: string) => boolean;
  /** Certificates to trust instead of the system's, as PEM. */
  ca?: string | string[];
  /** The port to connect to. Default: 443. */
  port?: number;
  /** Origins that are yours and go through the global `fetch`, such as a resolver inside your network. */
  trusted?: readonly string[];
}

/**
 * A `fetch` for Node, Deno and Bun (GET, https: only) that connects to public addresses only. A name with any other
 * address is refused, and the addresses that were checked are the ones connected to. No redirect is followed. No encoding
 * is asked for; gzip, deflate and Brotli are decoded where they come all the same.
 *
 * Hand it to `relay` and `checkApi` where strangers may ask; Cloudflare's network does the same by itself.
 *
 * What it returns rejects with a TypeError whose cause has a `code`, as the global `fetch` does, and with an MtaStsError
 * (`invalid-argument`) for methods other than GET and for bodies.
 */
export function guardedFetch(options?: GuardOptions): (url: string, init?: RequestInit) => Promise<Response>;

/** Whether an IP address is in public use: no loopback, private, link-local, documentation, multicast or mapped one. */
export function isPublicAddress(address: string): boolean;

/**
 * A handler as a listener of `node:http`, and as middleware of Express. It does not read request bodies. A handler that
 * throws, or returns something else than a Response that can be sent, is answered with 500 and logged by `console.error`;
 * a Host header that names no host gets 400. A request of HTTP/1.0 without one is for `nameless.invalid`.
 */
export function nodeListener(handler: Handler): (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/**
 * Where a request came from that a handler got from `nodeListener`: the IP address at the other end of the connection, which
 * is your proxy's if there is one; empty for other requests. `rateLimit({ limit: 60, key: remoteAddress })`.
 */
export function remoteAddress(request: Request): string;
