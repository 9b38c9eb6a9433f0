import type { Finding } from "./findings.js";

/** Values as a person types them. */
export interface GenerateInput {
  /** The Policy Domain; U-labels are converted. */
  domain: string;
  /** `testing` unless it is given. */
  mode?: "enforce" | "testing" | "none" | undefined;
  /** MX hosts, or patterns such as `*.example.com`. */
  mx?: string | readonly string[] | undefined;
  /** Seconds; a week unless it is given. */
  maxAge?: number | undefined;
  /** Where TLS reports go: mail addresses, `mailto:` or `https:` URIs. */
  rua?: string | readonly string[] | undefined;
  /** Where the Policy Host points: one host name for a CNAME, or IP addresses. Empty: placeholders. */
  policyHost?: string | readonly string[] | undefined;
  /** The `id`; made from `now` unless it is given. */
  id?: string | undefined;
  /** The present time unless it is given. */
  now?: Date | undefined;
}

/** A TXT record to publish. */
export interface DnsRecord {
  /** Its full name, without the root dot. */
  name: string;
  /** Its text, for a control panel. */
  content: string;
  /** The line for a zone file. */
  zoneLine: string;
}

/** One way to serve the policy. */
export interface Hosting {
  server: "nginx" | "caddy" | "apache" | "static" | "edge";
  /** Where the policy's text goes; `null` where the configuration holds it. */
  policyPath: string | null;
  /** Where the configuration goes. */
  configPath: string;
  config: string;
  note: string;
}

/** What to publish. */
export interface Generated {
  /** The policy body, with CRLF line ends. */
  policy: string;
  id: string;
  record: DnsRecord;
  /** `null` without an address for reports. */
  tlsrpt: DnsRecord | null;
  /** All lines for a zone file, the Policy Host's included. */
  zone: string;
  /** A command that shows what Senders get. */
  curl: string;
  hosting: Hosting[];
  /** Warnings: what was asked for is valid, and useless or dangerous. */
  findings: Finding[];
}

/**
 * Makes policy, records, zone lines and server configuration; or tells all that is wrong with the input.
 *
 * @throws {MtaStsError} `invalid-argument` for values of the wrong kind
 */
export function generate(input: GenerateInput): { generated: Generated; faults: [] } | { generated: null; faults: Finding[] };
