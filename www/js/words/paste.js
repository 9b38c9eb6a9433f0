// The words of "Paste a policy".
import { count } from "./common.js";

export const EXAMPLE = {
  policy: "version: STSv1\nmode: Enforce\nmx: mail.example.com\nmx: *.mx.example.net.\nmax-age: 604800\n",
  txt: "v=STSv1; id=2026-01-01;",
  tlsrpt: "v=TLSRPTv1; rua=mailto:tls@example.com",
  hosts: "mail.example.com\nbackup.mx.example.net\nold.example.org",
};

export const SAY = {
  policy: "Policy",
  example: "Load an example",
  link: "Copy link to these texts",
  local: "Judged as you type, on this machine: nothing is sent anywhere.",
  txt: "TXT records at _mta-sts, one a line (optional)",
  tlsrpt: "TXT record at _smtp._tls (optional)",
  hosts: "MX hosts, one a line (optional)",
  start: "Paste a policy, drop its file here, or load the example, to see what Senders make of it.",
  findings: "Findings",
  mode: (mode, patterns) => `Mode ${mode}, ${count(patterns, "mx pattern")}`,
  maxAge: (advice) => `max_age ${advice}.`,
  counts: (errors, warnings) => `${count(errors, "error")}, ${count(warnings, "warning")}.`,
  tolerated: "A strict Sender ignores this policy; a tolerant one reads it",
  ignored: "Senders ignore this policy",
  tooLong: "This is longer than 64 KiB, the limit that Senders are advised to set",
  partOnly: "Only what stands before that limit is judged here.",
  fixAll: "Apply all safe fixes",
  goTo: (line) => `Go to line ${line}`,
  fix: (title) => `Fix: ${title}`,
  perhaps: (title) => `Perhaps: ${title}`,
  mended: "With all safe fixes",
  mendedFile: "The corrected file",
  correctedFile: "the corrected file",
  allFindings: (number) => `Show all ${number.toLocaleString("en")} findings`,
  keys: "F8 goes to the next finding, Shift+F8 to the one before.",
};

/** The MX hosts beside the policy. */
export const HOSTS = {
  title: "MX hosts",
  later: "Once the policy can be read, its patterns are held against these hosts.",
  heads: ["MX host", "Covered by"],
  notCovered: "not covered",
  many: (shown, all, bare) => `${count(all, "MX host")}, of which ${bare.toLocaleString("en")} not covered; the first ${shown} are shown.`,
};

/** The two kinds of TXT records beside it. */
export const RECORDS = {
  sts: { title: "TXT record at _mta-sts", valid: ({ id }) => `Valid, id ${id}` },
  tlsrpt: { title: "TXT record at _smtp._tls", valid: ({ rua }) => `Valid, reports go to ${rua.join(", ")}` },
  ignored: "Senders ignore this record",
  mended: "Corrected:",
  corrected: "the corrected record",
};
