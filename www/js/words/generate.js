// The words of the generator.

export const MODES = [
  ["testing", "testing: failures only reported"],
  ["enforce", "enforce: no mail without valid TLS"],
  ["none", "none: no policy applies"],
];

export const MAX_AGES = [
  ["86400", "1 day"],
  ["604800", "1 week"],
  ["1209600", "2 weeks"],
  ["2592000", "30 days"],
  ["7776000", "90 days"],
  ["31557600", "1 year (the most there is)"],
];

export const SERVERS = {
  nginx: "nginx",
  caddy: "Caddy",
  apache: "Apache",
  static: "A static host",
  edge: "An edge function",
};

export const SAY = {
  domain: "Domain",
  mode: "Mode",
  maxAge: "Kept by Senders for (max_age)",
  mx: "MX hosts or patterns, one a line",
  rua: "Addresses for TLS reports (optional)",
  policyHost: "Policy Host: CNAME or addresses (optional)",
  make: "Generate",
  hint: "Made on this machine: nothing is sent anywhere. Begin with testing, read the reports, then enforce.",
  faults: (number) => `Nothing was made: ${number === 1 ? "one value needs" : `${number} values need`} another look.`,
  made: "Everything to publish is below.",
  order: "Serve the policy first and the records after it, so that whoever sees the record finds the policy.",
  policy: "Policy",
  policyAt: (host) => `Serve it at https://${host}/.well-known/mta-sts.txt.`,
  record: "MTA-STS record",
  tlsrpt: "TLS reporting record",
  recordAt: (name) => `A TXT record at ${name}, with this text:`,
  zone: "All lines for a zone file",
  curl: "Look at what Senders get",
  hosting: "Serve the policy",
  policyPath: (path) => `The policy goes to ${path}, the configuration to:`,
  save: "Save",
  saveAs: (name) => `Save ${name}`,
};
