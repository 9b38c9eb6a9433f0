// The words around the explanations; those themselves come from the core.

/** The areas of findings, by the first part of their codes. */
export const AREAS = {
  record: "TXT record",
  fetch: "Policy fetch",
  policy: "Policy",
  mx: "MX hosts",
  coverage: "MX hosts and the policy",
  starttls: "STARTTLS and certificates",
  dane: "DANE",
  dns: "DNS",
  tlsrpt: "TLS reporting record",
  mail: "Other mail records",
  report: "TLS reports",
  diff: "Changes of a policy",
  plan: "Plans",
  generate: "Generator",
};

export const SAY = {
  codes: "Every finding, explained",
  codesHint: "A code stays the same, in this page, the npm package and the command line program.",
  unknown: "No finding has this code",
  affects: "Affects:",
  help: "What to do:",
  wrong: "Wrong",
  right: "Right",
  nothing: "(nothing)",
  rule: "The rule:",
};
