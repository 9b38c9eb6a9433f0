/** All that is to say of a kind of finding. `{name}` in a text stands for what differs from case to case. */
export interface Explanation {
  /** Stable slug, such as `policy/max-age-missing`. */
  code: string;
  /** One sentence: what is wrong. */
  message: string;
  /** Why it happens and why it matters. */
  cause: string;
  /** Whom it concerns. */
  affects: string;
  /** What to do. */
  help: string;
  /** What it looks like; empty where nothing is there. */
  wrong: string;
  /** What it should look like. */
  right: string;
  /** The rule, such as `RFC 8461 3.2`. */
  rfc: string;
}

/** The explanations by code. */
export const explanations: Readonly<Record<string, Explanation>>;

/** Explains a finding by its code; `null` for a code that is not known. */
export function explain(code: string): Explanation | null;
