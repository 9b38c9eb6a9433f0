import type { Snapshot } from "./edit.js";
import type { Finding } from "./findings.js";

/** What is published, and what is wanted. U-labels are converted. */
export interface PlanInput {
  /** The Policy Domain. */
  domain: string;
  /** When the first step is to be taken; the present time unless it is given. */
  now?: Date | undefined;
  /**
   * What is published today; absent when the domain has no MTA-STS. A removal needs it, or `earlier` where the record is
   * gone already: without either the plan has no steps and the error `plan/current-unknown`.
   */
  current?: Snapshot | undefined;
  /** Every policy served before the current one. Those whose `max_age` is over do not matter. */
  earlier?: readonly EarlierPolicy[] | undefined;
  /** The MX hosts of today; may be empty when they are not known and do not change. */
  mxHosts?: string | readonly string[] | undefined;
  /** TTLs of the published records in seconds; a day unless they are given. */
  ttls?: { record?: number | undefined; mx?: number | undefined; policyHost?: number | undefined } | undefined;
  /** No MTA-STS any more, or a policy. What is absent of it stays as it is today. */
  wanted:
    | "removed"
    | {
        mode?: "enforce" | "testing" | "none" | undefined;
        /** Seconds. */
        maxAge?: number | undefined;
        /** All MX hosts that the domain is to have. */
        mxHosts?: string | readonly string[] | undefined;
        /** Where the Policy Host is to point by CNAME. */
        policyHost?: string | undefined;
      };
}

/** A policy that is not served any more, and that caches may hold. */
export interface EarlierPolicy {
  /** The policy's text. */
  policy: string;
  /** When it was served for the last time. */
  lastServed: Date;
  /** The `id` that announced it, where it is known. */
  id?: string | undefined;
}

/** The two times of a step: in seconds since 1970, and in seconds after the plan's beginning. */
export interface PlanTimes {
  /** Safe with regard to Senders whose DNS and HTTPS work. */
  usual: number;
  /** Safe with regard to every Sender, also one that missed each change. */
  certain: number;
  usualAfter: number;
  certainAfter: number;
}

/** What a step does. */
export type PlanAction =
  | { kind: "prepare-policy-host"; host: string; target: string | null }
  | { kind: "move-policy-host"; host: string; target: string }
  | { kind: "retire-policy-host"; host: string }
  | { kind: "publish-policy"; url: string; policy: string }
  | { kind: "publish-record"; name: string; record: string; id: string }
  | { kind: "change-mx"; add: string[]; remove: string[] }
  | { kind: "retire-mx"; hosts: string[] }
  | { kind: "read-reports"; until: PlanTimes }
  | { kind: "wait"; until: PlanTimes }
  | { kind: "remove-record"; name: string }
  | { kind: "remove-policy-host"; host: string };

/** One step. */
export interface PlanStep {
  action: PlanAction;
  /** The earliest time for it; of a wait, when it begins. */
  when: PlanTimes;
  what: string;
  why: string;
  /** What breaks when it changes places with the step above; `null` where nothing does. */
  ifSwapped: string | null;
  rfc: string;
}

/** Steps to take in this order, none before its time. */
export interface Plan {
  /** Empty when `findings` has an error, or there is nothing to do. */
  steps: PlanStep[];
  /** When everything is done and no Sender applies an older policy. */
  done: PlanTimes;
  findings: Finding[];
}

/**
 * Plans the way from what is published to what is wanted (RFC 8461 8.1 and 8.3).
 *
 * @throws {MtaStsError} `invalid-domain` for a name that is none, `invalid-argument` for values of the wrong kind and
 *   for a policy that no Sender reads
 */
export function plan(input: PlanInput): Plan;
