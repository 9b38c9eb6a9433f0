// The page's own words, in one place. What findings say comes from the core, by code and parameters; a translation
// puts its templates into MESSAGES and replaces the rest of this file.

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

/** Templates that replace the core's messages, by code: `{name}` stands for a parameter. */
const MESSAGES = /** @type {Record<string, string>} */ ({});

/** What a finding says. @param {import("../pkg/index.d.ts").Finding} finding */
export function messageOf({ code, message, params }) {
  if (!Object.hasOwn(MESSAGES, code)) return message;
  return MESSAGES[code].replace(/\{(\w+)\}/g, (whole, name) => params[name] ?? whole);
}

/** How far a prober came with one address of an MX host. */
export const PROBE_OUTCOMES = {
  handshake: "STARTTLS works",
  "not-offered": "STARTTLS is not offered",
  refused: "STARTTLS is offered and then refused",
  rejected: "the server refused before STARTTLS",
  temporary: "the server asked to come back later",
  "tls-failed": "the TLS handshake failed",
  unreachable: "could not be reached",
};

export const EXAMPLE = {
  policy: "version: STSv1\nmode: Enforce\nmx: mail.example.com\nmx: *.mx.example.net.\nmax-age: 604800\n",
  txt: "v=STSv1; id=2026-01-01;",
  tlsrpt: "v=TLSRPTv1; rua=mailto:tls@example.com",
  hosts: "mail.example.com\nbackup.mx.example.net\nold.example.org",
};

/** @param {number} number @param {string} thing in the singular */
export function count(number, thing) {
  return `${number === 0 ? "no" : number.toLocaleString("en")} ${thing}${number === 1 ? "" : "s"}`;
}

export const SAY = {
  copied: "Copied",
  pressCopy: "Press Ctrl+C",
  copyRefused: "Not allowed here",
  copy: "Copy",
  findings: "Findings",
  notStarted: (why) => `This checker could not start: ${why}.`,
  needs: "It needs a current browser with WebAssembly.",
  reload: "Load this page again.",
  unexpected: (error) => `This should not happen: ${error}`,
  explained: "What this means",
  affects: (whom) => `affects ${whom}`,
  tooLarge: (name) => `${name} is larger than 1 MiB, which no text for this field is.`,

  check: {
    start: "Check",
    restart: "Restart",
    done: (headline) => `Done. ${headline}.`,
    allTested: "Every step was tested.",
    untested: (steps) => `Not tested: ${steps.join("; ")}.`,
    generate: "Write its policy and records",
    evidence: "Evidence",
    linkTo: "Copy link to this check",
    saveJson: "Save as JSON",
    print: "Print",
    nullMx: "The domain takes no mail (null MX).",
    corrected: "Corrected text",
    received: (step) => (step === "policy" ? "Policy as received" : "Record as received"),
    look: "Look yourself, then paste what you see, or drop the saved file on the editor:",
    paste: "Paste the policy here",
    relay: "Use a relay",
    again: "Try again",
    terminal: "A browser cannot speak SMTP. The command line program can, and this page shows what it saw:",
    openResult: "Open its result here",
  },

  compare: {
    title: "Second resolver",
    same: (resolver) => `${resolver} gives the same records.`,
    hint: "A change may not have reached both yet; else the zone's servers disagree, and so will Senders.",
    failed: (why) => `Not compared: ${why}.`,
  },

  certificates: {
    title: "Certificates of the MX hosts",
    label: "Output of mta-sts probe or mta-sts check with --format json: paste it, or drop the file here",
    file: "File with probe results",
    local: "It is read on this machine; nothing is sent anywhere.",
    notOurs: "This is not the output of `mta-sts probe --format json` or `mta-sts check --format json`.",
    notJson: "It is not JSON.",
    noProbe: "It holds no probe of an MX host.",
    foreign: "not an MX host of the domain that was checked",
    covered: (pattern) => `covered by ${pattern}`,
    notCovered: "no pattern of the policy covers it",
  },

  paste: {
    start: "Paste a policy, drop its file here, or load the example, to see what Senders make of it.",
    link: "Copy link to these texts",
    mode: (mode, patterns) => `Mode ${mode}, ${patterns}`,
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
    changes: "What the fixes change",
    keys: "F8 goes to the next finding, Shift+F8 to the one before.",
    hosts: "MX hosts",
    hostsLater: "Once the policy can be read, its patterns are held against these hosts.",
    notCovered: "not covered",
    manyHosts: (shown, all, bare) => `${count(all, "MX host")}, of which ${bare.toLocaleString("en")} not covered; the first ${shown} are shown.`,
    recordIgnored: "Senders ignore this record",
    mendedRecord: "Corrected:",
  },
};
