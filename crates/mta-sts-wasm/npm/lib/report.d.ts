import type { Finding } from "./findings.js";
import type { Probe } from "./probe.js";
import type { Policy, StsRecord, TlsrptRecord } from "./standards.js";

/** How a step, or the whole check, ended. */
export type Outcome = "pass" | "warn" | "fail" | "not-tested" | "skipped";

/** The nine steps of a check, in order. */
export type StepName = "record" | "fetch" | "policy" | "mx" | "coverage" | "starttls" | "dane" | "tlsrpt" | "mail";

/** One step, finished. */
export interface Step {
  step: StepName;
  outcome: Outcome;
  /** One sentence. */
  summary: string;
  /** Why it was not tested or skipped, as a slug. */
  reason?: string;
  /** The text that the spans of `findings` index. */
  source?: string;
  findings: Finding[];
}

/** An MX host of the domain. */
export interface MxHost {
  preference: number;
  host: string;
  addresses: string[];
  /** The pattern that covers it. */
  coveredBy: string | null;
  /** Whether the resolver vouches by DNSSEC for its addresses. */
  dnssec: boolean;
  /** Its TLSA records, or those of the name that it is an alias of where DNSSEC secures the way there. */
  tlsa: Tlsa[];
  /** What a Sender that knows both DANE and MTA-STS goes by. */
  protection: "mta-sts" | "dane" | "tls-only" | "do-not-use";
}

/** A TLSA record (RFC 6698). */
export interface Tlsa {
  usage: number;
  selector: number;
  matchingType: number;
  /** In lower-case hex. */
  data: string;
}

/** The whole outcome of a check; the same from the native build's `mta-sts check --format json`. */
export interface Report {
  /** As A-labels. */
  domain: string;
  policyHost: string;
  policyUrl: string;
  /** Over the steps that this host can do: fail before not-tested before warn before pass. */
  verdict: "pass" | "warn" | "fail" | "not-tested";
  /** The verdict in a sentence. */
  headline: string;
  /**
   * Steps that were not tested; here always `starttls`, where there is a policy to hold the MX hosts against, and
   * `dane`, where it applies.
   */
  untested: StepName[];
  /** All nine, in order. */
  steps: Step[];
  record: StsRecord | null;
  /** CNAMEs followed to the record. */
  recordCnames: string[];
  policy: Policy | null;
  maxAgeAdvice: string | null;
  mx: MxHost[];
  implicitMx: boolean;
  nullMx: boolean;
  tlsrpt: TlsrptRecord | null;
  /** What the resolver vouches for by DNSSEC (the AD bit); as good as the way to the resolver. */
  dnssec: { record: boolean; policyHost: boolean; mx: boolean };
  /** The SPF record as received. */
  spf: string | null;
  /** The DMARC record as received. */
  dmarc: string | null;
  probes: Probe[];
}
