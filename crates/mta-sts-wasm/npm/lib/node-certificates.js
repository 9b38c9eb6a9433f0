// RFC 8461 3.3 counts DNS-IDs only, but Node accepts a certificate's common name where it has no names at all.
// Node's fetch tells of each connection it makes; this keeps whether a Policy Host's certificate has a DNS-ID.
import { subscribe } from "node:diagnostics_channel";

const MAX_HOSTS = 1000;

/** @type {Map<string, boolean>} */
const seen = new Map();

subscribe("undici:client:connected", ({ connectParams, socket }) => {
  const host = connectParams?.servername || connectParams?.hostname;
  if (!host?.startsWith("mta-sts.") || typeof socket?.getPeerCertificate !== "function") return;
  if (seen.size >= MAX_HOSTS) seen.delete(seen.keys().next().value);
  const names = socket.getPeerCertificate().subjectaltname ?? "";
  seen.set(host, /(^|, )DNS:/.test(names));
});

/**
 * @param {string} host
 * @returns {boolean | undefined} `undefined` where nothing was seen, as with an injected `fetch`
 */
export function hasDnsId(host) {
  return seen.get(host);
}
