// Which domains a server asks for on behalf of strangers: public ones, and nothing that leads back inside.
import { MtaStsError, toAscii } from "mta-sts";

import { string, strings } from "../lib/arguments.js";

/**
 * Names that are no part of the public DNS, or not of it alone: RFC 6761 and the IANA registry of special-use domain
 * names, RFC 9476 (`alt`), ICANN's `internal`, and those that home routers and companies made up (RFC 6762, appendix G).
 */
const SPECIAL_USE = new Set([
  ..."alt arpa example internal invalid local localhost onion test".split(" "),
  ..."corp domain home host intranet lan localdomain private workgroup".split(" "),
]);

/**
 * The domain that a query asks for.
 *
 * @param {URL} url with exactly one `domain`
 * @param {readonly string[]} allowed special-use top-level domains that are asked for all the same
 * @returns {string} as A-labels
 * @throws {MtaStsError} `invalid-domain`
 */
export function queriedDomain(url, allowed) {
  const values = url.searchParams.getAll("domain");
  if (values.length !== 1) throw invalid("the query needs exactly one `domain`");
  return publicDomain(values[0], allowed);
}

/**
 * @param {string} text a domain name as somebody typed it
 * @param {readonly string[]} [allowed]
 * @returns {string} as A-labels
 * @throws {MtaStsError} `invalid-domain`
 */
export function publicDomain(text, allowed = []) {
  string(text, "publicDomain(text, allowed): text");
  const except = strings(allowed, "publicDomain(text, allowed): allowed").map((one) => one.toLowerCase());
  // What can become a name by dropping or mapping characters is not asked for; `toAscii` names the fault.
  if (text.length > 253) throw invalid("a domain has at most 253 characters");
  const domain = toAscii(text);
  const labels = domain.split(".");
  const top = labels.at(-1);
  if (labels.length < 2) throw invalid(`"${domain}" has a single label and is no public domain`);
  // All address literals end in a digit-only or 0x label once a URL parser has read them.
  if (/^(\d+|0x[\da-f]*)$/.test(top)) throw invalid(`"${domain}" reads as an IP address`);
  if (SPECIAL_USE.has(top) && !except.includes(top)) {
    throw invalid(`"${domain}" is under .${top}, which is no part of the public DNS`);
  }
  return domain;
}

function invalid(message) {
  return new MtaStsError("invalid-domain", message);
}
