// What is wrong, where, why and how to mend it.

/** How much a finding matters. */
export type Severity = "error" | "warning" | "note";

/** A place in a source text. Offsets count UTF-16 code units, as JavaScript strings do; lines and columns count from 1. */
export interface Span {
  start: number;
  end: number;
  line: number;
  column: number;
  endLine: number;
  endColumn: number;
}

/** A marked place and what it shows; the message may be empty. */
export interface Label {
  span: Span;
  message: string;
}

/** One replacement in the source. */
export interface Edit {
  span: Span;
  replacement: string;
}

/** A way to mend a finding. */
export interface Fix {
  title: string;
  applicability: "machine-applicable" | "maybe-incorrect";
  edits: Edit[];
}

/** One finding. */
export interface Finding {
  /** Stable slug, such as `policy/max-age-missing`. */
  code: string;
  severity: Severity;
  /** One sentence: what is wrong. */
  message: string;
  /** What to do. */
  help: string;
  /** The values in the message, by name. */
  params: Record<string, string>;
  /** Marked places, the primary one first; may be empty. */
  labels: Label[];
  fixes: Fix[];
  /** The rule, such as `RFC 8461 3.2`. */
  rfc: string;
  /** Whom it concerns, in a few words, such as `every Sender`. */
  affects: string;
}
