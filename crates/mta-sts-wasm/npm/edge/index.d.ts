/** A handler: a standard Request in, a standard Response out. It does not throw on bad requests. */
export type Handler = (request: Request) => Promise<Response>;

/** Whether a request may go on; `false` is answered with 429. */
export interface RateLimit {
  (request: Request, domain: string): boolean | Promise<boolean>;
  /** In how many whole seconds it is worth to try again: `Retry-After`. Without it the answer has none. */
  retryAfter?(): number;
}

/** What a policy host serves for a domain. */
export interface HostedPolicy {
  /** The policy's text. LF becomes CRLF. */
  policy: string;
  /** The id in the TXT record beside it; may be left out where this host need not know. */
  id?: string | undefined;
  /**
   * What replaces it, and when (Unix time in seconds). The body changes first, the record once it has settled. A broken
   * policy, or an `id` that is the earlier one's, is refused: everything stays as it is.
   */
  next?: { policy: string; id: string; from: number } | undefined;
  /**
   * The domain gives MTA-STS up: from when on (Unix time in seconds), the id of the record that says so, and the
   * `max_age` of every earlier policy that Senders may still hold (RFC 8461 8.3); those of `policy` and `next` are known.
   * An `id` that is that of `policy` or `next` is refused: everything stays as it is.
   */
  removed?: { from: number; id: string; maxAges?: readonly number[] | undefined } | undefined;
}

/** What is served for a domain at a given time, and what belongs beside it. */
export interface HostedState {
  phase: "steady" | "body-first" | "removing" | "removed";
  /** `null`: nothing is served any more. */
  body: string | null;
  /** The id in that record; `undefined`: there is none, or the configuration does not say. */
  id: string | undefined;
  /** The TXT record to publish now; `null`: none any more, `undefined`: the configuration does not say. */
  record: string | null | undefined;
  /** When this changes, in Unix time in seconds; `null`: not by itself. */
  until: number | null;
  /** Why what the configuration asks for by now is not done: codes of findings. Empty where it is. */
  refused: string[];
}

/** Tells what a domain has; `null` for a domain without a policy here. */
export type PolicySource = (
  domain: string,
) => HostedPolicy | string | null | undefined | Promise<HostedPolicy | string | null | undefined>;

/** Where the last good policies are kept. By default in memory, for 1000 domains. */
export interface LastGood {
  get(domain: string): string | null | undefined | Promise<string | null | undefined>;
  set(domain: string, policy: string): void | Promise<void>;
}

/** Told when a policy, or a change of it, is refused. */
export interface PolicyRefused {
  event: "policy-refused";
  domain: string;
  /** Codes of findings; `source-failed` and `last-good-failed` where these threw. */
  codes: string[];
  served: "last-good" | "nothing";
  /** What was thrown. */
  error?: unknown;
}

/** Told when `lastGood` could not keep a policy; it is served all the same. */
export interface PolicyNotKept {
  event: "policy-not-kept";
  domain: string;
  error: unknown;
}

/** How a policy host works. */
export interface PolicyHostOptions {
  /**
   * The domains, in any form that `toAscii` takes, and their policies. What is wrong with an object's or Map's keys and
   * entries, a broken policy apart, is thrown when they are mounted; where a function brings it, the last good policy is
   * served. A function is asked for A-labels in lower case.
   */
  domains: Readonly<Record<string, HostedPolicy | string>> | ReadonlyMap<string, HostedPolicy | string> | PolicySource;
  /** Default: `console.warn`. */
  log?: (event: PolicyRefused | PolicyNotKept) => void;
  /** How long others may cache an answer, in whole seconds. Default: 300. */
  cacheSeconds?: number;
  /** How long after a change of the body the record changes, in seconds. Default: `cacheSeconds` + 300. */
  settleSeconds?: number;
  lastGood?: LastGood;
  /** The Policy Domain that a request is for. Default: the URL's host without `mta-sts.`. */
  domainOf?: (request: Request, url: URL) => string | null;
  /** The clock, in milliseconds. */
  now?: () => number;
}

/**
 * Serves `/.well-known/mta-sts.txt` (RFC 8461 3.2, 3.3) and never a policy that is broken: then the last good one,
 * with the header `mta-sts-policy: last-good`, or 503.
 *
 * @throws {MtaStsError} `invalid-argument` for options that cannot be meant
 */
export function policyHost(options: PolicyHostOptions): Handler;

/**
 * What `policyHost` serves at a time (Unix time in seconds), and the record to publish.
 *
 * @throws {MtaStsError} `invalid-argument` for a configuration that cannot be meant, such as an id that no record can have
 */
export function hostedAt(entry: HostedPolicy | string, now: number, settleSeconds: number): HostedState;

/** What is needed of a Workers KV namespace. */
export interface PolicyKv {
  get(key: string): Promise<string | null>;
}

/** Policies from a KV namespace: domain (behind `prefix`) to text, or to a `HostedPolicy` as JSON. */
export function fromKv(namespace: PolicyKv, prefix?: string): PolicySource;

/** Last good policies in a KV namespace, which outlives an isolate's memory. It writes only what has changed. */
export function kvLastGood(
  namespace: PolicyKv & { put(key: string, value: string): Promise<unknown> },
  prefix?: string,
): LastGood;

/** What relay and check API have in common. */
export interface ServiceOptions {
  /** Web pages that may read the answers, besides this server's own; `*` for all. Default: none. */
  origins?: "*" | readonly string[];
  rateLimit?: RateLimit;
  /** Special-use top-level domains to ask for all the same, such as `test`, in any case of letters. Default: none. */
  specialUse?: readonly string[];
  /** How long results are kept, in whole seconds, at most and by default 60. */
  cacheSeconds?: number;
  /** Used instead of the global `fetch`. In Node, Deno and Bun: `guardedFetch()`. */
  fetch?: (url: string, init: RequestInit) => Promise<Response>;
  /** Milliseconds for one request to the outside, at most 60,000. */
  timeout?: number;
  /** The clock, in milliseconds. */
  now?: () => number;
}

/** `timeout` is 60,000 by default. */
export type RelayOptions = ServiceOptions;

/**
 * `GET ?domain=`: fetches that domain's policy and answers with a `FetchResult`. It fetches nothing else, and only for
 * public domains.
 */
export function relay(options?: RelayOptions): Handler;

/** `timeout` is 30,000 by default. */
export interface CheckApiOptions extends ServiceOptions {
  /** As `checkDomain` takes it. */
  resolver?: string | readonly string[];
  /** Where the API is mounted, such as `/api`; it begins with a slash. */
  basePath?: string;
}

/**
 * `GET /check?domain=` (JSON, or with `format=ndjson` or `format=sse` a stream of events), `GET /badge?domain=` (SVG),
 * `GET /openapi.json`. An `EventSource` that asks again after the last event is told that there is no more.
 */
export function checkApi(options?: CheckApiOptions): Handler;

/** A badge for a verdict, as SVG. */
export function badge(verdict: "pass" | "warn" | "fail" | "not-tested"): string;

/**
 * A rate limit in memory, per process or isolate: so many requests in so many seconds (default 60) for each client.
 *
 * `key` tells clients apart. By default it is the `cf-connecting-ip` that Cloudflare sets, in Cloudflare Workers; elsewhere
 * clients could set that themselves, so all of them together are one. With a server of your own, take the address of the
 * connection (`remoteAddress` of `mta-sts/edge/node`), or what your own proxy says.
 */
export function rateLimit(options: {
  limit: number;
  seconds?: number;
  key?: (request: Request) => string;
  now?: () => number;
}): ((request: Request) => boolean) & { retryAfter(): number };

/**
 * A domain that strangers may have asked for, as A-labels: no address literal, no single label, no special-use name
 * but those `allowed`.
 *
 * @throws {MtaStsError} `invalid-domain`
 */
export function publicDomain(text: string, allowed?: readonly string[]): string;
