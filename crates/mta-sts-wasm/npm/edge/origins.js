// Which web pages may read answers (CORS).
import { argument, strings } from "../lib/arguments.js";

/**
 * @param {"*" | readonly string[]} allowed origins such as `https://checker.example`
 * @returns {(request: Request) => Record<string, string> | null} the headers to answer with; `null` for a page that may not
 */
export function originGate(allowed) {
  strings(allowed, "options.origins");
  if (allowed === "*") return () => ({ "access-control-allow-origin": "*" });
  const list = new Set([allowed].flat().map(normal));
  return (request) => {
    const vary = { vary: "origin" };
    const origin = request.headers.get("origin");
    // No Origin: not a web page, or one of this server's own.
    if (origin === null || origin === new URL(request.url).origin) return vary;
    return list.has(origin) ? { ...vary, "access-control-allow-origin": origin } : null;
  };
}

/** An answer to a preflight, which pages do not need for what is served here, but may send. */
export function preflight(headers) {
  const allow = { "access-control-allow-methods": "GET, HEAD", "access-control-max-age": "600" };
  return new Response(null, { status: 204, headers: { ...allow, ...headers } });
}

function normal(origin) {
  const parsed = URL.canParse(origin) ? new URL(origin).origin : "null";
  if (parsed === "null") throw argument("options.origins", 'origins such as "https://checker.example"', origin);
  return parsed;
}
