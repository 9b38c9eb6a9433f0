/** How a step, or the whole check, ended. */
export type Outcome = "pass" | "warn" | "fail" | "not-tested" | "skipped";
/** How much a finding matters. */
export type Severity = "error" | "warning" | "note";
/** The seven steps of a check, in order. */
export type StepName = "record" | "fetch" | "policy" | "mx" | "coverage" | "starttls" | "tlsrpt";

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

/** A field that the standards do not name. */
export interface Extension {
  name: string;
  value: string;
}

/** A valid policy (RFC 8461 3.2). */
export interface Policy {
  version: "STSv1";
  mode: "enforce" | "testing" | "none";
  /** Seconds, at most 31557600. */
  maxAge: number;
  /** Patterns as written. */
  mx: string[];
  extensions: Extension[];
}

/** A valid MTA-STS record (RFC 8461 3.1). */
export interface StsRecord {
  version: "STSv1";
  id: string;
  extensions: Extension[];
}

/** A valid TLSRPT record (RFC 8460 3). */
export interface TlsrptRecord {
  version: "TLSRPTv1";
  /** Report addresses as written. */
  rua: string[];
  extensions: Extension[];
}

/** The outcome of reading a text to its end. */
export interface Parsed<T> {
  /** `null` exactly when an RFC-strict Sender must ignore the input. */
  value: T | null;
  /** What a tolerant Sender may still read, when `value` is `null`. */
  salvaged: T | null;
  /** The text that the spans of `findings` index; TXT records stand in it one a line. */
  source: string;
  findings: Finding[];
}

export type ParsedPolicy = Parsed<Policy>;
export type ParsedRecord = Parsed<StsRecord>;
export type ParsedTlsrptRecord = Parsed<TlsrptRecord>;

/** Whether an `mx` pattern covers a host. */
export interface MxMatch {
  matches: boolean;
  /** The pattern that covers it. */
  pattern: string | null;
  /** Given patterns that are none, with the reason; they cover nothing. */
  invalid: { pattern: string; reason: string }[];
}

/** One step, finished. */
export interface Step {
  step: StepName;
  outcome: Outcome;
  /** One sentence. */
  summary: string;
  /** Why it was not tested or skipped, as a slug. */
  reason?: string;
  /** The text that the spans of `findings` index. */
  source?: string;
  findings: Finding[];
}

/** An MX host of the domain. */
export interface MxHost {
  preference: number;
  host: string;
  addresses: string[];
  /** The pattern that covers it. */
  coveredBy: string | null;
}

/** A certificate as presented. */
export interface Certificate {
  subject: string;
  issuer: string;
  /** The DNS-IDs, at most 1,000; one that matches the MX host is always among them. */
  dnsNames: string[];
  /** Unix time in seconds. */
  notBefore: number;
  /** Unix time in seconds. */
  notAfter: number;
  isCa: boolean;
  /** Such as `RSA`, `ECDSA`, `Ed25519`. */
  keyAlgorithm: string;
  keyBits: number | null;
  signatureAlgorithm: string;
  /** Digests of the DER and of the SubjectPublicKeyInfo, in lower-case hex. */
  sha256: string;
  sha512: string;
  spkiSha256: string;
  spkiSha512: string;
}

/** An SMTP reply; the text comes from the server. */
export interface SmtpReply {
  code: number;
  text: string;
}

/** The SMTP dialogue before TLS, as far as it came. */
export interface Dialogue {
  banner: SmtpReply | null;
  /** The name given in EHLO. */
  helo: string | null;
  ehlo: SmtpReply | null;
  /** EHLO keywords with their parameters. */
  keywords: string[];
  starttls: SmtpReply | null;
  /** What came in clear behind the reply to STARTTLS; it was discarded. */
  injected?: string;
  /** Sessions tried: 2 where the first met with a temporary refusal. */
  attempts: number;
  /** How long each part took. */
  milliseconds: Record<ProbePhase, number | null>;
}

/** A finished TLS handshake. */
export interface Handshake {
  outcome: "handshake";
  protocol: string;
  cipher: string;
  group: string | null;
  chain:
    | { verdict: "trusted" | "self-signed" | "unknown-issuer" }
    | { verdict: "incomplete"; missing: string }
    | { verdict: "invalid"; detail: string };
  /** The DNS-ID that names the MX host. */
  matched: string | null;
  /** Whole days until the end of validity; negative when it has passed. */
  daysLeft: number;
  /** What the stapled OCSP response says. */
  staple: "none" | "good" | "revoked" | "unknown" | "unreadable";
  certificate: Certificate;
  /** Presented behind it. */
  intermediates: Certificate[];
}

/** What a prober saw at one address of an MX host. */
export interface AddressProbe {
  address: string;
  port: number;
  dialogue: Dialogue;
  result:
    | Handshake
    | { outcome: "not-offered" }
    | { outcome: "refused"; code: number; text: string }
    | { outcome: "rejected" | "temporary"; phase: ProbePhase; code: number; text: string }
    | { outcome: "tls-failed"; detail: string; alert?: string }
    | { outcome: "unreachable"; phase: ProbePhase; reason: LossReason; detail: string };
}

/** How a session was lost. */
export type LossReason = "refused" | "timed-out" | "no-route" | "port-blocked" | "closed" | "not-smtp" | "local";

/** The part of an SMTP dialogue. */
export type ProbePhase = "connect" | "banner" | "ehlo" | "starttls" | "tls";

/** What a prober saw at one MX host. Always empty here: only the native build can probe. */
export interface Probe {
  host: string;
  addresses: AddressProbe[];
}

/** The whole outcome of a check; the same from the native build's `mta-sts check --format json`. */
export interface Report {
  /** As A-labels. */
  domain: string;
  policyHost: string;
  policyUrl: string;
  /** Over the steps that this host can do: fail before not-tested before warn before pass. */
  verdict: "pass" | "warn" | "fail" | "not-tested";
  /** The verdict in a sentence. */
  headline: string;
  /** Steps that were not tested; here always `starttls`, where there is a policy to hold the MX hosts against. */
  untested: StepName[];
  /** All seven, in order. */
  steps: Step[];
  record: StsRecord | null;
  /** CNAMEs followed to the record. */
  recordCnames: string[];
  policy: Policy | null;
  maxAgeAdvice: string | null;
  mx: MxHost[];
  implicitMx: boolean;
  nullMx: boolean;
  tlsrpt: TlsrptRecord | null;
  probes: Probe[];
}

/** Progress of a check. */
export type CheckEvent =
  | { event: "step-started"; step: StepName }
  | { event: "step-finished"; step: Step }
  | { event: "finished"; report: Report };

export interface CheckOptions {
  /** URL of a DNS-over-HTTPS resolver (RFC 8484). Default: `https://cloudflare-dns.com/dns-query`. */
  resolver?: string;
  /**
   * URL of a relay that fetches the policy on behalf of a browser that may not read it: `domain` is added to its
   * query. It then learns the domain.
   */
  relay?: string;
  /** Cancels the check, which then rejects with code `aborted`. */
  signal?: AbortSignal;
  /** Called as steps begin and end. What it throws rejects the check. */
  onEvent?: (event: CheckEvent) => void;
  /** Used instead of the global `fetch`. */
  fetch?: typeof fetch;
  /** Milliseconds for one request, at most and by default 60,000. */
  timeout?: number;
}

export type MtaStsErrorCode =
  | "invalid-domain"
  | "invalid-argument"
  | "invalid-resolver"
  | "not-initialised"
  | "aborted";

/** The one class of error that this package throws. */
export class MtaStsError extends Error {
  constructor(code: MtaStsErrorCode, message: string, options?: ErrorOptions);
  readonly name: "MtaStsError";
  readonly code: MtaStsErrorCode;
}

/**
 * Loads the module. In browsers, await it before the calls below that return at once; elsewhere it does nothing.
 *
 * @param source where the `.wasm` is, or its bytes; by default beside this package's files
 */
export function init(source?: URL | string | Response | BufferSource | WebAssembly.Module): Promise<void>;

/** Reads a policy (RFC 8461 3.2) and reports everything wrong with it. */
export function parsePolicy(text: string): ParsedPolicy;

/** Reads the TXT record set at `_mta-sts` (RFC 8461 3.1): one record, or all of them with their strings joined. */
export function parseRecord(records: string | string[]): ParsedRecord;

/** Reads the TXT record set at `_smtp._tls` (RFC 8460 3). */
export function parseTlsrptRecord(records: string | string[]): ParsedTlsrptRecord;

/** What to say of the `max_age` of a valid policy; `null` for a text that is none. */
export function maxAgeAdvice(text: string): string | null;

/** Which `mx` pattern covers an MX host (RFC 8461 4.1). U-labels in `host` are converted. */
export function matchMx(patterns: string | string[], host: string): MxMatch;

/**
 * The domain as A-labels, lower case, without root dot.
 *
 * @throws {MtaStsError} `invalid-domain`
 */
export function toAscii(domain: string): string;

/**
 * Checks a domain: record, policy, MX hosts and their cover, TLSRPT record.
 *
 * What could not be tested is reported as `not-tested`, never as broken or fine.
 *
 * @throws {MtaStsError} `invalid-domain`, `invalid-argument`, `invalid-resolver`, `aborted`
 */
export function checkDomain(domain: string, options?: CheckOptions): Promise<Report>;
