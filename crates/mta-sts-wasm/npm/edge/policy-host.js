// The policy host: serves `/.well-known/mta-sts.txt`, and never a policy that Senders would have to ignore.
import { amount, func, object, seconds, withMethods } from "../lib/arguments.js";
import { answer, wrongMethod } from "./answer.js";
import { sourceOf } from "./domains.js";
import { faults, hostedAt, served } from "./hosted.js";
import { preflight } from "./origins.js";

const PATH = "/.well-known/mta-sts.txt";
/** Policies that were good, kept for as many domains. */
const MAX_KEPT = 1000;
/** Checkers in browsers may read what every Sender may read. */
const PUBLIC = { "access-control-allow-origin": "*" };

export function policyHost(options) {
  object(options, "policyHost(options): options");
  const { domains, log = warn, cacheSeconds = 300, settleSeconds = cacheSeconds + 300 } = options;
  const { now = Date.now, lastGood = memory(), domainOf = byHostName } = options;
  for (const [name, value] of Object.entries({ log, now, domainOf })) func(value, `options.${name}`);
  seconds(cacheSeconds, "options.cacheSeconds");
  amount(settleSeconds, "options.settleSeconds");
  withMethods(lastGood, "options.lastGood", "get", "set");
  const look = sourceOf(domains);

  return async function handle(request) {
    const url = new URL(request.url);
    if (url.pathname !== PATH) return text(request, 404, "Nothing is here.");
    if (request.method === "OPTIONS") return preflight(PUBLIC);
    if (request.method !== "GET" && request.method !== "HEAD") return wrongMethod(request, PUBLIC);
    const domain = domainOf(request, url);
    const found = domain === null ? null : await current(domain);
    if (found === null) return text(request, 404, "No policy is served for this name.");
    if (found.body === null) return text(request, 503, "The policy for this name is broken and is not served.", { "retry-after": "60" });
    return policy(request, found);
  };

  /** What to serve; `null` for a domain that has no policy here. */
  async function current(domain) {
    let state;
    try {
      const entry = await look(domain);
      if (entry === null || entry === undefined) return null;
      state = hostedAt(entry, now() / 1000, settleSeconds);
    } catch (error) {
      return instead(domain, ["source-failed"], error);
    }
    const { body, refused } = state;
    if (body === null) return null;
    const codes = faults(body);
    if (codes.length > 0) return instead(domain, [...refused, ...codes]);
    const good = served(body);
    if (refused.length > 0) return keeping(domain, good, refused);
    await remembered(domain, good);
    return { body: good, kept: false };
  }

  /** RFC 8461 5.1 lets Senders keep a policy when a fetch fails; the last good one is better than none. */
  async function instead(domain, codes, error) {
    try {
      return keeping(domain, (await lastGood.get(domain)) ?? null, codes, error);
    } catch (broken) {
      return keeping(domain, null, [...codes, "last-good-failed"], error ?? broken);
    }
  }

  function keeping(domain, body, codes, error) {
    log({ event: "policy-refused", domain, codes, served: body === null ? "nothing" : "last-good", ...(error && { error }) });
    return { body, kept: true };
  }

  /** A store that is out of order keeps nobody from a good policy. */
  async function remembered(domain, body) {
    try {
      await lastGood.set(domain, body);
    } catch (error) {
      log({ event: "policy-not-kept", domain, error });
    }
  }

  function policy(request, { body, kept }) {
    return answer(request, 200, body, {
      ...PUBLIC,
      // RFC 8461 3.2: the media type is text/plain.
      "content-type": "text/plain; charset=utf-8",
      "cache-control": `max-age=${cacheSeconds}`,
      ...(kept && { "mta-sts-policy": "last-good" }),
    });
  }
}

function text(request, status, message, headers) {
  const head = { ...PUBLIC, "content-type": "text/plain; charset=utf-8", "cache-control": "no-store", ...headers };
  return answer(request, status, `${message}\r\n`, head);
}

/** RFC 8461 3.2: the Policy Host is the Policy Domain with `mta-sts` in front. */
function byHostName(_, { hostname }) {
  return /^mta-sts\.(.+?)\.?$/.exec(hostname)?.[1] ?? null;
}

function memory() {
  const kept = new Map();
  return {
    get: (domain) => kept.get(domain),
    set(domain, body) {
      if (kept.size >= MAX_KEPT && !kept.has(domain)) kept.delete(kept.keys().next().value);
      kept.set(domain, body);
    },
  };
}

function warn({ event, domain, codes, served, error }) {
  const said = event === "policy-refused" ? `is refused (${codes.join(", ")}); serving ${served}` : `is served, but not kept for later (${error})`;
  console.warn(`mta-sts: the policy for ${domain} ${said}`);
}
