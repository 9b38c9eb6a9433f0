// The handlers as one Worker, configured by its bindings: mount it in a line, `export { default } from "mta-sts/worker"`.
import { checkApi, fromKv, kvLastGood, policyHost, relay } from "./edge/index.js";

/** A set of handlers for each environment; a runtime hands over the same object for as long as it runs. */
const mounted = new WeakMap();

export default {
  fetch(request, env) {
    let handlers = mounted.get(env);
    if (handlers === undefined) mounted.set(env, (handlers = mount(env)));
    const { hostname, pathname } = new URL(request.url);
    if (hostname.startsWith("mta-sts.")) return handlers.policies(request);
    return pathname === "/relay" ? handlers.relay(request) : handlers.check(request);
  },
};

function mount({ POLICIES, LAST_GOOD, ALLOWED_ORIGINS = "", RESOLVER, RATE_LIMITER, SPECIAL_USE = "" }) {
  const list = (text) => text.split(",").map((item) => item.trim()).filter(Boolean);
  const shared = {
    origins: ALLOWED_ORIGINS === "*" ? "*" : list(ALLOWED_ORIGINS),
    specialUse: list(SPECIAL_USE),
    ...(RATE_LIMITER && { rateLimit: (request) => limited(RATE_LIMITER, request) }),
  };
  return {
    policies: policyHost({ domains: POLICIES ? fromKv(POLICIES) : {}, ...(LAST_GOOD && { lastGood: kvLastGood(LAST_GOOD) }) }),
    relay: relay(shared),
    check: checkApi({ ...shared, ...(RESOLVER && { resolver: list(RESOLVER) }) }),
  };
}

async function limited(limiter, request) {
  const { success } = await limiter.limit({ key: request.headers.get("cf-connecting-ip") ?? "" });
  return success;
}
