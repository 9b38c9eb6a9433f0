/** A policy as a strict Sender reads it, without its extension fields. */
export interface LeanPolicy {
  version: "STSv1";
  mode: "enforce" | "testing" | "none";
  /** Seconds, at most 31557600. */
  maxAge: number;
  /** Patterns as written. */
  mx: string[];
}

/** Whether a strict Sender takes the policy. Much faster than `parsePolicy`, which says why not. */
export function isValid(text: string): boolean;

/** The policy as a strict Sender reads it; `null` when it must ignore it. Much faster than `parsePolicy`. */
export function parse(text: string): LeanPolicy | null;

/** The id of the MTA-STS record; `null` when a strict Sender finds none. Much faster than `parseRecord`. */
export function recordId(records: string | readonly string[]): string | null;

/** For each host the pattern that covers it, or `null`. Much faster than `matchMx` for each. */
export function matchAll(patterns: string | readonly string[], hosts: string | readonly string[]): (string | null)[];
