// The relay: fetches a policy on behalf of a web page that may not read it, and tells what came of it.
import { MtaStsError, fetchPolicy } from "mta-sts";

import { json, refusal, wrongMethod } from "./answer.js";
import { MinuteCache } from "./minute-cache.js";
import { originGate, preflight } from "./origins.js";
import { queriedDomain } from "./public-domain.js";

export function relay(options = {}) {
  const { origins = [], rateLimit = () => true, specialUse = [], cacheSeconds = 60, now = Date.now } = options;
  const { fetch, timeout } = options;
  const headersFor = originGate(origins);
  const cache = new MinuteCache(cacheSeconds, now);

  return async function handle(request) {
    const headers = headersFor(request);
    if (headers === null) return refusal(request, 403, "origin-refused", "this relay does not serve that origin", { vary: "origin" });
    if (request.method === "OPTIONS") return preflight(headers);
    if (request.method !== "GET" && request.method !== "HEAD") return wrongMethod(request, headers);
    let domain;
    try {
      domain = queriedDomain(new URL(request.url), specialUse);
    } catch (error) {
      if (!(error instanceof MtaStsError)) throw error;
      return refusal(request, 400, error.code, error.message, headers);
    }
    if (!(await rateLimit(request, domain))) {
      return refusal(request, 429, "rate-limited", "too many requests; try again in a minute", { ...headers, "retry-after": "60" });
    }
    let result = cache.get(domain);
    if (result === undefined) {
      result = told(await fetchPolicy(domain, { fetch, timeout }));
      cache.set(domain, result);
    }
    return json(request, 200, result, { ...headers, "cache-control": `max-age=${cache.seconds}` });
  };
}

/** Runtimes that do not say why a fetch failed prove nothing. */
function told(result) {
  if (result.outcome !== "unreadable") return result;
  return { outcome: "unavailable", detail: `the relay could not fetch the policy, and its runtime does not say why: ${result.detail}` };
}
