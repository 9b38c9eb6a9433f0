// Where a Sender keeps policies: in memory, in Workers KV, in the Cache API.
import { argument, object, string, withMethods } from "./arguments.js";

/** Workers KV keeps nothing for less than a minute. */
const KV_LEAST_SECONDS = 60;

export function mapPolicyCache(map = new Map(), options = {}) {
  const name = "mapPolicyCache(map, options)";
  if (!(map instanceof Map)) throw argument(`${name}: map`, "a Map", map);
  const { maxDomains = 10_000 } = object(options, `${name}: options`);
  if (typeof maxDomains !== "number" || !(maxDomains >= 1)) throw argument("options.maxDomains", "a number from 1 on", maxDomains);
  return {
    get: (domain) => map.get(domain),
    set(domain, entry) {
      // The one that was stored longest ago goes first: a Map keeps the order of insertion.
      map.delete(domain);
      if (map.size >= maxDomains) map.delete(map.keys().next().value);
      map.set(domain, entry);
    },
  };
}

export function kvPolicyCache(namespace, prefix = "sender:") {
  withMethods(namespace, "kvPolicyCache(namespace, prefix): namespace", "get", "put");
  string(prefix, "kvPolicyCache(namespace, prefix): prefix");
  return {
    get: (domain) => namespace.get(prefix + domain, "json"),
    set: (domain, entry, keepSeconds) =>
      namespace.put(prefix + domain, JSON.stringify(entry), { expirationTtl: Math.max(keepSeconds, KV_LEAST_SECONDS) }),
  };
}

export function cacheApiPolicyCache(cache, base = "https://policy-cache.invalid/") {
  const name = "cacheApiPolicyCache(cache, base)";
  // `caches.open` gives a promise of one.
  if (typeof cache?.then !== "function") withMethods(cache, `${name}: cache`, "match", "put");
  if (typeof base !== "string" || !URL.canParse(base)) throw argument(`${name}: base`, "a URL", base);
  return {
    async get(domain) {
      const response = await (await cache).match(base + domain);
      return response?.json();
    },
    async set(domain, entry, keepSeconds) {
      const headers = { "content-type": "application/json", "cache-control": `max-age=${keepSeconds}` };
      await (await cache).put(base + domain, new Response(JSON.stringify(entry), { headers }));
    },
  };
}
