import type { Finding } from "./findings.js";
import type { Policy, StsRecord, TlsrptRecord } from "./standards.js";

/** The outcome of reading a text to its end. */
export interface Parsed<T> {
  /** `null` exactly when an RFC-strict Sender must ignore the input. */
  value: T | null;
  /** What a tolerant Sender may still read, when `value` is `null`. */
  salvaged: T | null;
  /** The text that the spans of `findings` index; TXT records stand in it one a line. */
  source: string;
  findings: Finding[];
}

/** A policy, read to its end. */
export type ParsedPolicy = Parsed<Policy>;
/** The record set at `_mta-sts`, read to its end. */
export type ParsedRecord = Parsed<StsRecord>;
/** The record set at `_smtp._tls`, read to its end. */
export type ParsedTlsrptRecord = Parsed<TlsrptRecord>;

/** Reads a policy (RFC 8461 3.2) and reports everything wrong with it. */
export function parsePolicy(text: string): ParsedPolicy;

/** Reads the TXT record set at `_mta-sts` (RFC 8461 3.1): one record, or all of them with their strings joined. */
export function parseRecord(records: string | readonly string[]): ParsedRecord;

/** Reads the TXT record set at `_smtp._tls` (RFC 8460 3). */
export function parseTlsrptRecord(records: string | readonly string[]): ParsedTlsrptRecord;

/** What to say of the `max_age` of a valid policy; `null` for a text that is none. */
export function maxAgeAdvice(text: string): string | null;

/**
 * The domain as A-labels, lower case, without root dot.
 *
 * @throws {MtaStsError} `invalid-domain`
 */
export function toAscii(domain: string): string;
