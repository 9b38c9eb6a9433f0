import type { Finding } from "./findings.js";
import type { ParsedPolicy, ParsedRecord, ParsedTlsrptRecord } from "./parse.js";

/** Reads a policy with every safe fix applied: `source` is the corrected text, `findings` what is left. */
export function fixedPolicy(text: string): ParsedPolicy;

/** The same for the TXT record set at `_mta-sts`; `source` has a record a line. */
export function fixedRecord(records: string | readonly string[]): ParsedRecord;

/** The same for the TXT record set at `_smtp._tls`. */
export function fixedTlsrptRecord(records: string | readonly string[]): ParsedTlsrptRecord;

/** Which pattern covers which MX host. */
export interface Coverage {
  hosts: {
    host: string;
    coveredBy: string | null;
    /** The pattern that would cover it. */
    add: string | null;
    /** A wildcard of the policy that looks as if it did: it covers exactly one label. */
    missedBy: string | null;
  }[];
  patterns: {
    pattern: string;
    /** What it covers; nothing: it is of no use. */
    hosts: string[];
    /** Whether it is a wildcard over a public suffix. */
    publicSuffix: boolean;
    /** The shared provider that it is a wildcard over. */
    provider: string | null;
  }[];
  /** Lists that could replace the policy's own. */
  proposals: { title: string; mx: string[] }[];
}

/**
 * Which `mx` pattern covers which MX host (RFC 8461 4.1), and what would cover the others.
 *
 * @throws {MtaStsError} `invalid-argument` for a pattern that is none, `invalid-domain` for such a host
 */
export function coverage(patterns: string | readonly string[], hosts: string | readonly string[]): Coverage;

/** What a domain published at one time: the policy's body, and the id of its record. */
export interface Snapshot {
  policy: string;
  id: string;
}

/** What changed between two snapshots, and what Senders' caches make of it (RFC 8461 8.1). */
export function diffPolicies(before: Snapshot, after: Snapshot, hosts?: string | readonly string[]): Finding[];
