// The check API: a report as JSON, its steps as a stream, a badge, and a description of all that.
import { MtaStsError, checkDomain, checkEvents } from "mta-sts";

import { object } from "../lib/arguments.js";
import { checked } from "../lib/check.js";
import { answer, failed, json, refusal, tooMany, wrongMethod } from "./answer.js";
import { badge } from "./badge.js";
import { basePathOf } from "./base-path.js";
import { MinuteCache } from "./minute-cache.js";
import { openApi } from "./openapi.js";
import { shared } from "./options.js";
import { originGate, preflight } from "./origins.js";
import { queriedDomain } from "./public-domain.js";
import { isSeen, nothingMore, stream, streamHead } from "./stream.js";

/** Requests that a check makes one after the other, at most. */
const LONGEST = 8;

/** `Accept` and `format` to what is answered. */
const FORMATS = { "application/x-ndjson": "ndjson", "text/event-stream": "sse" };

export function checkApi(options = {}) {
  object(options, "checkApi(options): options");
  const { origins = [], rateLimit = () => true, specialUse = [], cacheSeconds = 60 } = options;
  const { basePath: mounted = "", resolver, now = Date.now, timeout = 30_000 } = options;
  // What is wrong with them is told to whoever mounts this, not to each who asks.
  checked({ resolver, fetch: options.fetch, timeout, now });
  const settings = { resolver, fetch: options.fetch, timeout };
  shared({ rateLimit, specialUse, cacheSeconds });
  const basePath = basePathOf(mounted);
  const headersFor = originGate(origins);
  const cache = new MinuteCache(cacheSeconds, now);
  const routes = new Map(Object.entries({ "/check": check, "/badge": picture, "/openapi.json": describe }));

  return async function handle(request) {
    const url = new URL(request.url);
    const route = url.pathname.startsWith(basePath) ? routes.get(url.pathname.slice(basePath.length)) : undefined;
    if (route === undefined) return refusal(request, 404, "not-found", `there are ${[...routes.keys()].join(", ")}`);
    const headers = headersFor(request);
    if (headers === null) return refusal(request, 403, "origin-refused", "this API does not serve that origin", { vary: "origin" });
    if (request.method === "OPTIONS") return preflight(headers);
    if (request.method !== "GET" && request.method !== "HEAD") return wrongMethod(request, headers);
    try {
      return await route(request, url, headers);
    } catch (error) {
      return failed(request, error, headers);
    }
  };

  async function check(request, url, headers) {
    const format = wantedFormat(request, url);
    const domain = queriedDomain(url, specialUse);
    if (format === "sse" && isSeen(request)) return nothingMore(headers);
    if (!(await rateLimit(request, domain))) return tooMany(request, headers, rateLimit);
    if (format !== "json" && request.method === "HEAD") return streamHead(format, headers);
    if (format !== "json") return stream((leaving) => events(domain, AbortSignal.any([request.signal, leaving])), format, headers);
    return json(request, 200, await report(domain, request), { ...headers, ...fresh() });
  }

  async function picture(request, url, headers) {
    const domain = queriedDomain(url, specialUse);
    if (!(await rateLimit(request, domain))) return tooMany(request, headers, rateLimit);
    const { verdict } = await report(domain, request);
    return answer(request, 200, badge(verdict), {
      ...headers,
      ...fresh(),
      "content-type": "image/svg+xml",
      // Opened by itself it is a document; it needs nothing.
      "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'",
    });
  }

  async function describe(request, url, headers) {
    return json(request, 200, openApi(url.origin + basePath), { ...headers, "cache-control": "max-age=3600" });
  }

  function events(domain, signal) {
    return checkEvents(domain, { ...settings, signal });
  }

  function report(domain, request) {
    return cache.get(domain, request.signal, LONGEST * timeout, (signal) => checkDomain(domain, { ...settings, signal }));
  }

  function fresh() {
    return { "cache-control": `max-age=${cache.seconds}` };
  }
}

function wantedFormat(request, url) {
  const format = url.searchParams.get("format");
  if (format === "json" || Object.values(FORMATS).includes(format)) return format;
  if (format !== null) throw new MtaStsError("invalid-argument", "`format` is `json`, `ndjson` or `sse`");
  const accept = request.headers.get("accept") ?? "";
  return Object.entries(FORMATS).find(([type]) => accept.includes(type))?.[1] ?? "json";
}
