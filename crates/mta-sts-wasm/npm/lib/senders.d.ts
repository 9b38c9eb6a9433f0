/** Whether a text counts for a Sender. */
export type SenderReading<T> = ({ reading: "accepted" } & T) | { reading: "refused"; why: string };

/** What a Sender makes of a policy. */
export interface SenderView {
  sender: {
    /** A short name that stays the same, such as `mox`. */
    name: string;
    product: string;
    role: "sender" | "library" | "checker";
    /** Where its rules come from. */
    source: "standard" | "measured" | "documented" | "reported";
    /** In what it differs from RFC 8461. */
    about: string;
  };
  /** `null` where no records were given. */
  record: SenderReading<{ id: string | null }> | null;
  policy: SenderReading<{ mode: string; maxAge: string; mx: string[] }>;
  hosts: { host: string; coveredBy: string | null }[];
  /** What becomes of mail. */
  outcome: "protected" | "unprotected" | "mail-refused" | "not-tested";
  /** Why, in a sentence. */
  why: string;
}

/** How each known Sender, library and checker reads a policy, and what it does with mail to the MX hosts. */
export function senderViews(
  policy: string,
  hosts: string | readonly string[],
  records?: string | readonly string[],
): SenderView[];
