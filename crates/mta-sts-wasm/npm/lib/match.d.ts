/** Whether an `mx` pattern covers a host. */
export interface MxMatch {
  matches: boolean;
  /** The pattern that covers it. */
  pattern: string | null;
  /** Given patterns that are none, with the reason; they cover nothing. */
  invalid: { pattern: string; reason: string }[];
}

/** Which `mx` pattern covers an MX host (RFC 8461 4.1). U-labels in `host` are converted. */
export function matchMx(patterns: string | readonly string[], host: string): MxMatch;
