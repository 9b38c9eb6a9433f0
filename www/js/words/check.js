// The words of "Check a domain".

/** Title of each step. */
export const STEPS = {
  record: "TXT record",
  fetch: "Policy fetch",
  policy: "Policy",
  mx: "MX records",
  coverage: "MX hosts and the policy",
  starttls: "STARTTLS and certificates",
  dane: "DANE",
  tlsrpt: "TLS reporting record",
  mail: "SPF and DMARC",
};

export const SAY = {
  start: "Check",
  restart: "Restart",
  loading: "Loading the checker",
  progress: (step, outcome) => `${step}: ${outcome}`,
  done: (headline) => `Done. ${headline}.`,
  unexpected: (error) => `This should not happen: ${error}`,
  allTested: "Every step was tested.",
  untested: (steps) => `Not tested: ${steps.join("; ")}.`,
  missing: "Not there",
  generate: "Write its policy and records",
  corrected: "Corrected text",
  correctedText: "the corrected text",
  received: (step) => (step === "policy" ? "Policy as received" : "Record as received"),
  look: "Look yourself, then paste what you see, or drop the saved file here:",
  file: "File with the policy",
  command: "the command",
  paste: "Paste the policy here",
  relay: "Use a relay",
  again: "Try again",
  terminal: "A browser cannot speak SMTP. The command line program can, and this page shows what it saw:",
  openResult: "Open its result here",
};

/** What was found out, in few words. */
export const EVIDENCE = {
  title: "Evidence",
  policyUrl: "Policy",
  id: "Record id",
  delegated: "Record delegated to",
  mode: "Mode",
  maxAge: "max_age",
  rua: "TLS reports go to",
  dnssec: "DNSSEC, says the resolver",
  vouched: { record: "TXT record", policyHost: "Policy Host", mx: "MX records" },
  notVouched: "vouches for nothing here",
  spf: "SPF",
  dmarc: "DMARC",
  checked: "Checked",
  time: (date) => `${date.toISOString().slice(0, 16).replace("T", " ")} UTC`,
  nullMx: "The domain takes no mail (null MX).",
  mx: "MX hosts",
  mxHeads: ["Preference", "MX host", "Addresses", "Covered by"],
  implicit: "implicit",
  noAddress: "none",
  linkTo: "Copy link to this check",
  saveJson: "Save as JSON",
  print: "Print",
};

/** Two resolvers beside each other. */
export const COMPARE = {
  title: "Second resolver",
  same: (resolver) => `${resolver} gives the same records.`,
  hint: "A change may not have reached both yet; else the zone's servers disagree, and so will Senders.",
  failed: (why) => `Not compared: ${why}.`,
  differences: "Differences between resolvers",
  heads: ["Record", "First resolver", "Second resolver"],
  unanswered: "Where one of them gave no answer, nothing can be said.",
  aspects: {
    record: "TXT record",
    "record-cnames": "Delegated to",
    mx: "MX records",
    "mx-addresses": "MX addresses",
    tlsrpt: "TLSRPT record",
    spf: "SPF record",
    dmarc: "DMARC record",
  },
  nothing: "none",
  noAnswer: "no answer",
};
