import type { ResultType } from "./apply.js";

/** One way in which a session failed (RFC 8460 4.3); what is not known is left out. */
export interface SessionFailure {
  resultType: ResultType;
  /** The Sender's own address. */
  sendingMtaIp?: string | undefined;
  /** The name of the MX host; U-labels are converted. */
  receivingMxHostname?: string | undefined;
  /** What the MX host called itself. */
  receivingMxHelo?: string | undefined;
  /** The address of the MX host. */
  receivingIp?: string | undefined;
  /** A URI with more about it. */
  additionalInformation?: string | undefined;
  /** A TLS error code or message; RFC 8460 4.3 asks for it with some result-types. */
  failureReasonCode?: string | undefined;
}

/** A policy that was applied, with its sessions: that of `sts` or `tlsa`, or with neither "no-policy-found". */
export interface ReportedPolicy {
  /** An MTA-STS policy as it was served, faults included; empty where none could be fetched. */
  sts?: string | undefined;
  /** DANE: each TLSA record in presentation format, as tools print it too; written as its four fields (RFC 8460 4.5). */
  tlsa?: string | readonly string[] | undefined;
  /** Sessions that had TLS as the policy wants it. */
  successfulSessions?: number | undefined;
  /** An item for each session that failed: every way in which it did. The session itself counts once, and once under each. */
  failedSessions?: readonly (readonly SessionFailure[])[] | undefined;
}

/** What to report. */
export interface ReportInput {
  /** The domain that the report goes to; U-labels are converted. */
  policyDomain: string;
  organizationName: string;
  /** A mail address; its domain names the submitter. */
  contactInfo: string;
  /** Another one for every report of this organization. */
  reportId: string;
  /** The range should be a UTC day, 00:00 to 24:00 (RFC 8460 4.1). Parts of a second are dropped. */
  start: Date;
  end: Date;
  policies: readonly ReportedPolicy[];
  /** Tells several files for the same range apart; only its letters and digits are taken. */
  uniqueId?: string | undefined;
}

/** A report, and what it is called on its way (RFC 8460 5). */
export interface WrittenReport {
  /** The report in JSON: as it is `application/tlsrpt+json`, through `packReport` `application/tlsrpt+gzip`. */
  text: string;
  jsonFilename: string;
  gzipFilename: string;
  /** The Subject of the mail, not folded. */
  subject: string;
  /** Fields of the mail's header. */
  headerFields: { "TLS-Report-Domain": string; "TLS-Report-Submitter": string };
}

/**
 * Writes a TLS report (RFC 8460 4) of a Sender's sessions. What it writes, a strict reader takes.
 *
 * @throws {MtaStsError} `invalid-domain`; `invalid-argument` for what no report can have
 */
export function writeReport(input: ReportInput): WrittenReport;
