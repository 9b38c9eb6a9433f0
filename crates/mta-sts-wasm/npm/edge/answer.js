// Responses: one way to answer, one form of error.
import { MtaStsError } from "mta-sts";

/** Headers that every answer carries. */
const ALWAYS = { "x-content-type-options": "nosniff", "referrer-policy": "no-referrer" };

/**
 * An answer to a GET or HEAD.
 *
 * @param {Request} request a HEAD gets the head alone
 */
export function answer(request, status, body, headers) {
  const bytes = new TextEncoder().encode(body);
  const head = { ...ALWAYS, "content-length": String(bytes.length), ...headers };
  return new Response(request.method === "HEAD" ? null : bytes, { status, headers: head });
}

/** A stream of unknown length. */
export function streamed(body, headers) {
  return new Response(body, { status: 200, headers: { ...ALWAYS, ...headers } });
}

export function json(request, status, value, headers) {
  const type = { "content-type": "application/json; charset=utf-8" };
  return answer(request, status, `${JSON.stringify(value)}\n`, { ...type, ...headers });
}

/** `{ "error": { "code", "message" } }`; never cached. */
export function refusal(request, status, code, message, headers) {
  return json(request, status, { error: { code, message } }, { "cache-control": "no-store", ...headers });
}

/** What to say to a method that is neither GET, HEAD nor OPTIONS. */
export function wrongMethod(request, headers) {
  const allow = { allow: "GET, HEAD, OPTIONS", ...headers };
  return refusal(request, 405, "method-not-allowed", "only GET and HEAD are answered here", allow);
}

/** @param {import("./index.js").RateLimit} rateLimit what refused it; not each one knows for how long */
export function tooMany(request, headers, rateLimit) {
  const seconds = rateLimit.retryAfter?.();
  if (!Number.isInteger(seconds)) return refusal(request, 429, "rate-limited", "too many requests; try again later", headers);
  return refusal(request, 429, "rate-limited", `too many requests; try again in ${seconds} s`, { ...headers, "retry-after": String(seconds) });
}

/** What to say to a request that ended in an error; what is none of the package's goes on. */
export function failed(request, error, headers) {
  if (!(error instanceof MtaStsError)) throw error;
  const status = error.code === "invalid-domain" || error.code === "invalid-argument" ? 400 : 503;
  return refusal(request, status, error.code, error.message, headers);
}
