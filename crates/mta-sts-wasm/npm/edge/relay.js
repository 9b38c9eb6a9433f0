// The relay: fetches a policy on behalf of a web page that may not read it, and tells what came of it.
import { fetchPolicy } from "mta-sts";

import { object } from "../lib/arguments.js";
import { checked } from "../lib/check.js";
import { failed, json, refusal, tooMany, wrongMethod } from "./answer.js";
import { MinuteCache } from "./minute-cache.js";
import { originGate, preflight } from "./origins.js";
import { shared } from "./options.js";
import { queriedDomain } from "./public-domain.js";

export function relay(options = {}) {
  object(options, "relay(options): options");
  const { origins = [], rateLimit = () => true, specialUse = [], cacheSeconds = 60, now = Date.now } = options;
  const { fetch } = options;
  // What is wrong with them is told to whoever mounts this, not to each who asks.
  const { timeout } = checked({ fetch, timeout: options.timeout, now });
  shared({ rateLimit, specialUse, cacheSeconds });
  const headersFor = originGate(origins);
  const cache = new MinuteCache(cacheSeconds, now);

  return async function handle(request) {
    const headers = headersFor(request);
    if (headers === null) return refusal(request, 403, "origin-refused", "this relay does not serve that origin", { vary: "origin" });
    if (request.method === "OPTIONS") return preflight(headers);
    if (request.method !== "GET" && request.method !== "HEAD") return wrongMethod(request, headers);
    try {
      const domain = queriedDomain(new URL(request.url), specialUse);
      if (!(await rateLimit(request, domain))) return tooMany(request, headers, rateLimit);
      const fresh = async (signal) => told(await fetchPolicy(domain, { fetch, timeout, signal }));
      const result = await cache.get(domain, request.signal, timeout, fresh);
      return json(request, 200, result, { ...headers, "cache-control": `max-age=${cache.seconds}` });
    } catch (error) {
      return failed(request, error, headers);
    }
  };
}

/** Runtimes that do not say why a fetch failed prove nothing. */
function told(result) {
  if (result.outcome !== "unreadable") return result;
  return { outcome: "unavailable", detail: `the relay could not fetch the policy, and its runtime does not say why: ${result.detail}` };
}
