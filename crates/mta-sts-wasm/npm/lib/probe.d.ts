// What a prober sees of MX hosts. Only the native build probes; reports from it hold this.

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
