import type { Policy } from "./standards.js";

/** All that a Sender keeps for a Policy Domain; plain JSON. Times are in seconds since 1970. */
export interface PolicyCacheEntry {
  /** The policy of the last successful fetch, with the `id` of the record at that time. */
  cached: { id: string; policy: Policy; fetchedAt: number } | null;
  /** The fetches that failed of late, for backing off. */
  failed: { id: string; at: number }[];
  /** How many fetches have failed since the last successful one. */
  failures: number;
}

/** A store of entries. One that forgets makes a Sender as unprotected as it was before its first contact. */
export interface PolicyCache {
  /** The entry of a domain, given as A-labels; nothing where there is none. */
  get(domain: string): PolicyCacheEntry | null | undefined | Promise<PolicyCacheEntry | null | undefined>;
  /** Keeps an entry for at least `keepSeconds`; after that it says no more than none would. */
  set(domain: string, entry: PolicyCacheEntry, keepSeconds: number): unknown;
}

/**
 * A cache in a Map, for as long as the process runs.
 *
 * @param options `maxDomains`: entries at most, by default 10,000; the one that was stored longest ago goes first
 * @throws {MtaStsError} `invalid-argument`, as the others below
 */
export function mapPolicyCache(map?: Map<string, PolicyCacheEntry>, options?: { maxDomains?: number | undefined }): PolicyCache;

/**
 * A cache in Workers KV, or anything with the same `get` and `put`.
 *
 * @param prefix of the keys, by default `sender:`
 */
export function kvPolicyCache(
  namespace: {
    get(key: string, type: "json"): Promise<unknown>;
    put(key: string, value: string, options: { expirationTtl: number }): Promise<unknown>;
  },
  prefix?: string,
): PolicyCache;

/** What is used of a `Cache` of the Cache API. */
export interface HttpCache {
  match(url: string): Promise<Response | undefined>;
  put(url: string, response: Response): Promise<unknown>;
}

/**
 * A cache in the Cache API: `caches.open("mta-sts")`, or `caches.default` in a Worker, where it is that of one data
 * centre and may forget at any time.
 *
 * @param base of the URLs that stand for domains; nothing is fetched from there
 */
export function cacheApiPolicyCache(
  cache: HttpCache | Promise<HttpCache>,
  base?: string,
): PolicyCache;
