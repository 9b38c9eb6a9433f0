// TLS reports for the page's tests.
import { constants, deflateRawSync } from "node:zlib";

/**
 * A report of one policy.
 *
 * @param {object} [about]
 */
export function report({ id = "1", organization = "Company-X", domain = "example.com", day = "2026-01-01", good = 900, failures = [] } = {}) {
  const failed = failures.reduce((sum, failure) => sum + failure["failed-session-count"], 0);
  return {
    "organization-name": organization,
    "date-range": { "start-datetime": `${day}T00:00:00Z`, "end-datetime": `${day}T23:59:59Z` },
    "contact-info": "tls@company-x.example",
    "report-id": id,
    policies: [
      {
        policy: { "policy-type": "sts", "policy-domain": domain, "policy-string": ["version: STSv1", "mode: testing", "mx: *.example.com", "max_age: 86400"], "mx-host": ["*.example.com"] },
        summary: { "total-successful-session-count": good, "total-failure-session-count": failed },
        ...(failures.length > 0 ? { "failure-details": failures } : {}),
      },
    ],
  };
}

/** @param {string} type a result-type @param {number} count */
export function failure(type, count, more = {}) {
  return { "result-type": type, "sending-mta-ip": "192.0.2.1", "receiving-mx-hostname": "mx1.example.com", "receiving-ip": "198.51.100.1", "failed-session-count": count, ...more };
}

/**
 * A mail message of several parts.
 *
 * @param {...(string | Buffer)} parts each with its header fields
 */
export function mail(...parts) {
  const head = "From: noreply-smtp-tls-reporting@company-x.example\r\nSubject: Report Domain: example.com\r\nMIME-Version: 1.0\r\nContent-Type: multipart/report; report-type=tlsrpt;\r\n boundary=\"=_x\"\r\n\r\nThis is a message in parts.\r\n";
  const bodies = ["Content-Type: text/plain\r\n\r\nHello: see the report.", ...parts];
  return Buffer.concat([Buffer.from(head), ...bodies.flatMap((part) => [Buffer.from("--=_x\r\n"), Buffer.from(part), Buffer.from("\r\n")]), Buffer.from("--=_x--\r\n")]);
}

/** A part of a mail message, in base64. */
export function encodedPart(type, content) {
  const lines = Buffer.from(content).toString("base64").replace(/.{76}/g, "$&\r\n");
  return `Content-Type: ${type}\r\nContent-Transfer-Encoding: base64\r\n\r\n${lines}`;
}

/** A file as Playwright hands it to the page. */
export function file(name, content) {
  const buffer = Buffer.isBuffer(content) ? content : Buffer.from(typeof content === "string" ? content : JSON.stringify(content));
  return { name, mimeType: "application/octet-stream", buffer };
}

/** Ten megabytes of gzip that unpack to ten gigabytes of zeros. */
export function bomb() {
  const header = Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255]);
  // After a full flush a block needs nothing of what was before, so it can be repeated.
  const block = deflateRawSync(Buffer.alloc(1 << 24), { finishFlush: constants.Z_FULL_FLUSH });
  return Buffer.concat([header, ...Array(Math.ceil(10_000_000 / block.length)).fill(block)]);
}
