import type { Report, Step, StepName } from "./report.js";

/** Progress of a check. */
export type CheckEvent =
  | { event: "step-started"; step: StepName }
  | { event: "step-finished"; step: Step }
  | { event: "finished"; report: Report };

/** How to fetch a policy. */
export interface FetchOptions {
  /**
   * URL of a relay that fetches the policy on behalf of a browser that may not read it: `domain` is added to its
   * query. It then learns the domain.
   */
  relay?: string | undefined;
  /** Cancels, which rejects with code `aborted`. */
  signal?: AbortSignal | undefined;
  /** Used instead of the global `fetch`. */
  fetch?: ((url: string, init: RequestInit) => Promise<Response>) | undefined;
  /** Milliseconds for one request, at most and by default 60,000. */
  timeout?: number | undefined;
}

/** How to check a domain. */
export interface CheckOptions extends FetchOptions {
  /**
   * URL of a DNS-over-HTTPS resolver (RFC 8484), or several: the next one is asked where one gives no answer.
   * Default: `https://cloudflare-dns.com/dns-query`.
   */
  resolver?: string | readonly string[] | undefined;
  /** Called as steps begin and end. What it throws rejects the check. */
  onEvent?: ((event: CheckEvent) => void) | undefined;
  /** The clock, in milliseconds. Default: `Date.now`. */
  now?: (() => number) | undefined;
}

/** What came of fetching a policy. */
export type FetchResult =
  | {
      outcome: "response";
      status: number;
      contentType: string | null;
      location: string | null;
      /** Empty where `truncated`: a cut-off body is never handed on. */
      body: string;
      /** Whether the body was not UTF-8, which no Sender takes; in `body` U+FFFD stands for what was not. */
      notUtf8: boolean;
      /** Whether the body was longer than 64 KiB. */
      truncated: boolean;
      /** Whether this is a bot challenge rather than the Policy Host's own answer. */
      challenge: boolean;
    }
  | { outcome: "opaque-redirect" }
  | { outcome: "certificate-failed"; fault: CertificateFault; detail: string }
  | { outcome: "tls-failed" | "connection-failed" | "unavailable"; detail: string }
  | { outcome: "timed-out"; seconds: number }
  | { outcome: "unreadable"; opaque: boolean; detail: string };

/** What is wrong with a Policy Host's certificate. */
export type CertificateFault = "expired" | "not-yet-valid" | "untrusted" | "self-signed" | "name-mismatch" | "invalid";

/**
 * Checks a domain: record, policy, MX hosts and their cover, TLSRPT record.
 *
 * What could not be tested is reported as `not-tested`, never as broken or fine.
 *
 * @throws {MtaStsError} `invalid-domain`, `invalid-argument`, `invalid-resolver`, `aborted`
 */
export function checkDomain(domain: string, options?: CheckOptions): Promise<Report>;

/**
 * Checks a domain and yields its events as they come; returns the report. Leaving the loop ends the check.
 *
 * @throws {MtaStsError} as `checkDomain`
 */
export function checkEvents(domain: string, options?: CheckOptions): AsyncGenerator<CheckEvent, Report, void>;

/**
 * Fetches a domain's policy as RFC 8461 3.3 has it: HTTPS, no redirect followed, no HTTP cache, at most 64 KiB and
 * a minute. It fetches and tells; it does not judge.
 *
 * @throws {MtaStsError} `invalid-domain`, `invalid-argument`, `aborted`
 */
export function fetchPolicy(domain: string, options?: FetchOptions): Promise<FetchResult>;
