import type { LeanPolicy } from "./lean.js";
import type { Policy } from "./standards.js";

/** The result-types of RFC 8460 4.3; other names may occur. */
export type ResultType =
  | "starttls-not-supported"
  | "certificate-host-mismatch"
  | "certificate-expired"
  | "certificate-not-trusted"
  | "validation-failure"
  | "tlsa-invalid"
  | "dnssec-invalid"
  | "dane-required"
  | "sts-policy-fetch-error"
  | "sts-policy-invalid"
  | "sts-webpki-invalid"
  | (string & {});

/** An MX host that a Sender may deliver to. */
export interface Candidate {
  /** Lower is tried first. */
  preference: number;
  /** The name in the MX record, never the target of its CNAME. */
  host: string;
  /** What came of looking at its STARTTLS and certificate (RFC 8461 4.2); `not-tried` unless it is given. */
  validation?: { outcome: "not-tried" | "passed" | "temporary" } | { outcome: "failed"; resultType: ResultType } | undefined;
}

/** What a Sender does with one MX host when it comes to it, and why. */
export interface HostDecision {
  host: string;
  /** `validate`: connect and hold STARTTLS and certificate against the policy. */
  decision: "deliver" | "deliver-and-report" | "validate" | "do-not-use" | "try-next";
  reason: "no-policy" | "mode-none" | "passed" | "not-matched" | "validation-failed" | "not-tried" | "temporary";
}

/** What a Sender does with the MX hosts of a domain. */
export interface Application {
  /** Every candidate, in the order in which a Sender comes to them. */
  hosts: HostDecision[];
  /**
   * Where it stops. `validate`: connect to this host, and call `apply` again with what came of it. `defer`: keep the
   * message; with `checkPolicy`, a Sender must look for a changed `id` before it gives the message up (RFC 8461 5).
   */
  conclusion:
    | { conclusion: "deliver" | "validate"; host: string }
    | { conclusion: "defer"; checkPolicy: boolean }
    | { conclusion: "no-host" };
  /** What it met on the way there, for its TLS report. */
  failures: { host: string; resultType: ResultType }[];
}

/**
 * Decides what a Sender does with each MX host under a valid policy that has not expired, or under none (RFC 8461 5).
 *
 * @param policy as read, or its text; `null` for none
 * @throws {MtaStsError} `invalid-argument`, also for a policy that a strict Sender does not take
 */
export function apply(policy: Policy | LeanPolicy | string | null, candidates: readonly Candidate[]): Application;
