import type { Parsed } from "./parse.js";

/** A TLS report (RFC 8460 4.4); `null` where it does not say. */
export interface TlsReport {
  organizationName: string | null;
  /** Unix times in seconds. */
  dateRange: { startDatetime: number | null; endDatetime: number | null };
  contactInfo: string | null;
  reportId: string | null;
  policies: {
    policy: { policyType: string | null; policyString: string[]; policyDomain: string | null; mxHost: string[] };
    summary: { totalSuccessfulSessionCount: number | null; totalFailureSessionCount: number | null };
    failureDetails: {
      resultType: string | null;
      sendingMtaIp: string | null;
      receivingMxHostname: string | null;
      receivingMxHelo: string | null;
      receivingIp: string | null;
      failedSessionCount: number | null;
      additionalInformation: string | null;
      failureReasonCode: string | null;
    }[];
  }[];
}

/** Sessions of one kind; `name` is `null` where the reports do not say. */
export interface SessionRow {
  name: string | null;
  successfulSessions: number;
  failedSessions: number;
}

/** Failures of one kind. Their sums may exceed the failed sessions: a session can fail in several ways. */
export interface FailureRow {
  name: string | null;
  failedSessions: number;
}

/** A result-type in words. */
export interface ResultTypeNote {
  name: string;
  /** What happened. */
  meaning: string;
  /** What to do next. */
  action: string;
}

/** Failures that are alike in all that reports tell of them; `null` is what they do not say. */
export interface AlikeFailures {
  policyDomain: string | null;
  organizationName: string | null;
  resultType: string | null;
  receivingMxHostname: string | null;
  receivingIp: string | null;
  sendingMtaIp: string | null;
  failureReasonCode: string | null;
  failedSessions: number;
}

/** What reports add up to. */
export interface ReportTotals {
  /** Reports that count; repeated ones count once. */
  reports: number;
  /** Whether every report counts and every table has all its rows. */
  complete: boolean;
  successfulSessions: number;
  failedSessions: number;
  byPolicyDomain: SessionRow[];
  byPolicyType: SessionRow[];
  byOrganization: SessionRow[];
  /** By UTC day, such as `2026-01-31`. */
  byDay: SessionRow[];
  byResultType: FailureRow[];
  /** What the result-types of that table mean and ask for. */
  resultTypes: ResultTypeNote[];
  byMx: FailureRow[];
  bySendingAddress: FailureRow[];
  /** The failures themselves, those that are alike in everything taken together, the most frequent first. */
  failures: AlikeFailures[];
}

/** Reads TLS reports as Senders really write them: one, or several in a list; says what was off. */
export function parseReport(text: string): Parsed<TlsReport[]>;

/**
 * The same from a file, packed with gzip or not.
 *
 * @param options `limit`: the size, unpacked where it is packed, in bytes, at most; by default 16 MiB
 * @throws {MtaStsError} `report-too-large`, `report-unreadable`, `invalid-argument`
 */
export function readReport(
  bytes: ArrayBuffer | ArrayBufferView,
  options?: { limit?: number | undefined },
): Promise<Parsed<TlsReport[]>>;

/** Packs a report's text with gzip, as Senders deliver it (RFC 8460 5.2). */
export function packReport(text: string): Promise<Uint8Array>;

/** Adds up reports, given as texts; for one Policy Domain, or for all. */
export function reportTotals(texts: string | readonly string[], domain?: string): ReportTotals;
