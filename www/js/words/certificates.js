// The words around the certificates of MX hosts.

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

export const SAY = {
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
  port: (address, port) => `${address} port ${port}`,
  session: "Session",
  tls: "TLS",
  chain: "Chain",
  names: "Names",
  noName: "no DNS name",
  issuer: "Issuer",
  valid: "Valid",
  validity: (from, to, left) => `${from} to ${to}, ${left}`,
  expired: "expired by now",
  daysLeft: (days) => `${days === 1 ? "1 day" : `${days} days`} left`,
};
