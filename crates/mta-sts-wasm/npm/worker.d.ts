import type { PolicyKv } from "./edge/index.js";

/** What the Worker is configured by; all of it is optional. */
export interface WorkerEnv {
  /** A KV namespace: domain to policy text, or to a `HostedPolicy` as JSON. Served under `mta-sts.<domain>`. */
  POLICIES?: PolicyKv | undefined;
  /** A KV namespace for the last good policies; without it they are kept in memory, which an isolate loses with its end. */
  LAST_GOOD?: PolicyKv & { put(key: string, value: string): Promise<unknown> } | undefined;
  /** Web pages that may use the relay and the check API: origins with commas between them, or `*`. */
  ALLOWED_ORIGINS?: string | undefined;
  /** DNS-over-HTTPS resolvers, with commas between them. */
  RESOLVER?: string | undefined;
  /** A rate limiting binding. */
  RATE_LIMITER?: { limit(options: { key: string }): Promise<{ success: boolean }> } | undefined;
  /** Special-use top-level domains to ask for all the same, with commas between them. */
  SPECIAL_USE?: string | undefined;
}

/** The policy host under `mta-sts.*`, the relay at `/relay`, and the check API everywhere else. */
declare const worker: { fetch(request: Request, env: WorkerEnv): Promise<Response> };
export default worker;
