// What the standards define, as plain objects. Values stay as the RFCs write them.

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
