// A rate limit in memory: per process or isolate, and bounded.
import { amount, func, object } from "../lib/arguments.js";

const MAX_CLIENTS = 10_000;

/**
 * @param {{ limit: number, seconds?: number, key?: (request: Request) => string, now?: () => number }} options
 * @returns {((request: Request) => boolean) & { retryAfter(): number }} whether the request may go on
 */
export function rateLimit(options) {
  const { limit, seconds = 60, key = clientAddress, now = Date.now } = object(options, "rateLimit(options): options");
  amount(limit, "options.limit");
  amount(seconds, "options.seconds");
  func(key, "options.key");
  func(now, "options.now");
  /** @type {Map<string, number>} */
  let counts = new Map();
  let ends = 0;
  function allowed(request) {
    const time = now();
    if (time >= ends) {
      counts = new Map();
      ends = time + seconds * 1000;
    }
    const client = key(request);
    const count = counts.get(client) ?? 0;
    // Too many clients to tell apart: newcomers wait for the next window.
    if (count >= limit || (count === 0 && counts.size >= MAX_CLIENTS)) return false;
    counts.set(client, count + 1);
    return true;
  }
  return Object.assign(allowed, { retryAfter: () => Math.max(1, Math.ceil((ends - now()) / 1000)) });
}

/**
 * The client as Cloudflare names it, in whose own runtime nobody else can. Elsewhere everybody is one client, until `key`
 * says better: whoever sends the request could set that header, another one each time.
 */
function clientAddress(request) {
  return globalThis.navigator?.userAgent === "Cloudflare-Workers" ? (request.headers.get("cf-connecting-ip") ?? "") : "";
}
