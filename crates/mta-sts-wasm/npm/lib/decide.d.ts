import type { Application, Candidate, ResultType } from "./apply.js";
import type { CheckOptions } from "./check.js";
import type { PolicyCache } from "./policy-caches.js";
import type { Policy } from "./standards.js";

/** What the look-up of the record brought. `missing`: no record, several, or one that is not valid. */
export type RecordLookup = { outcome: "record"; id: string } | { outcome: "missing" | "failed" };

/** How to decide. */
export interface DecideOptions extends Omit<CheckOptions, "onEvent"> {
  /** Where policies are kept. What it throws rejects the decision: a cache that is out of order protects nobody. */
  cache: PolicyCache;
  /**
   * The TXT records at `_mta-sts.<domain>`, each with its strings joined, where you have looked them up yourself;
   * `null` where that failed. Without it, `resolver` is asked.
   */
  records?: string | readonly string[] | null | undefined;
  /** The MX hosts, to have the policy applied to them. */
  candidates?: readonly Candidate[] | undefined;
  /**
   * Takes the promise of a refresh that goes on in the background, such as a Worker's `ctx.waitUntil`. Without it,
   * the refresh is waited for. The promise rejects where the refresh ends with an error, such as one of the cache; nobody has
   * to handle that.
   */
  waitUntil?: ((refreshed: Promise<unknown>) => void) | undefined;
}

/** What a Sender does before a delivery. */
export interface PolicyDecision {
  /** As A-labels: the key in the cache. */
  domain: string;
  txt: RecordLookup;
  /** `back-off`: a fetch is due, but the last one for this `id` failed less than five minutes ago. */
  next: "deliver" | "fetch" | "refresh" | "back-off";
  /** Where `next` is `back-off`: when the next fetch may be tried, in seconds since 1970. */
  until: number | null;
  /** What it does and why, in words; where it has fetched, what came of that too. */
  why: string;
  /** What came of the fetch; `null` where none was made, or goes on in the background. */
  fetched: {
    /** The failure that belongs into the TLS report (RFC 8461 6). */
    report: ResultType | null;
    /** Whether to warn the administrators: a policy in use could not be refreshed (RFC 8461 3.3, 10.2). */
    alert: boolean;
  } | null;
  /** The `id` of the policy to apply. */
  id: string | null;
  /** The policy to apply; `null`: deliver as though the domain had not implemented MTA-STS. */
  policy: Policy | null;
  /** What to do with each MX host, where `candidates` were given. */
  application: Application | null;
}

/**
 * Does what a Sender does before a delivery (RFC 8461 3.3, 5.1): looks up the record, looks into the cache, fetches the
 * policy where one is due, stores what came of it, and says which policy to apply, and why.
 *
 * Calls for one domain and one `cache` that come at the same time share the look-up (by the same `resolver`) and the
 * fetch, and each is told what came of it. One that is aborted takes nothing from the others.
 *
 * @throws {MtaStsError} `invalid-domain`, `invalid-argument`, `invalid-resolver`, `aborted`
 */
export function decide(domain: string, options: DecideOptions): Promise<PolicyDecision>;
