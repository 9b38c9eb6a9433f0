// The page's own words, in one place.

/** Title of each step. */
export const STEPS = {
  record: "TXT record",
  fetch: "Policy fetch",
  policy: "Policy",
  mx: "MX records",
  coverage: "MX hosts and the policy",
  starttls: "STARTTLS and certificates",
  tlsrpt: "TLS reporting record",
};

/** Sign and word of each outcome; never colour alone. */
export const OUTCOMES = {
  pass: ["✓", "OK"],
  warn: ["!", "Warning"],
  fail: ["✕", "Broken"],
  "not-tested": ["?", "Not tested"],
  skipped: ["–", "Skipped"],
  pending: ["…", "Waiting"],
};

export const SEVERITIES = { error: "Error", warning: "Warning", note: "Note" };

export const EXAMPLE = {
  policy: "version: STSv1\nmode: Enforce\nmx: mail.example.com\nmx: *.mx.example.net.\nmax-age: 604800\n",
  txt: "v=STSv1; id=2026-01-01;",
  hosts: "mail.example.com\nbackup.mx.example.net\nold.example.org",
};
