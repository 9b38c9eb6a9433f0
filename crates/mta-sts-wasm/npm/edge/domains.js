// The domains that a policy host is configured with, as what tells their policies.
import { toAscii } from "mta-sts";

import { argument } from "../lib/arguments.js";
import { entryOf } from "./entry.js";

/**
 * @param {import("./index.js").PolicyHostOptions["domains"]} domains
 * @returns {import("./index.js").PolicySource}
 * @throws {MtaStsError} `invalid-argument` for what cannot be meant: it is told to whoever mounts this, not on the day on
 *   which it begins to count
 */
export function sourceOf(domains) {
  if (typeof domains === "function") return domains;
  const isMap = domains instanceof Map;
  // Other collections have no entries of their own, and would serve nothing.
  if (typeof domains !== "object" || domains === null || (!isMap && Symbol.iterator in domains)) {
    throw argument("options.domains", "an object, a Map or a function", domains);
  }
  const known = new Map();
  for (const [key, entry] of isMap ? domains : Object.entries(domains)) {
    const domain = ascii(key);
    if (domain === null) throw argument("options.domains", "an object with domain names as its keys", key);
    if (known.has(domain)) throw argument("options.domains", `an object with each domain once, and ${domain} is there again`, key);
    entryOf(entry, `options.domains[${JSON.stringify(key)}]`);
    known.set(domain, entry);
  }
  return (domain) => known.get(ascii(domain)) ?? null;
}

/** The form in which hosts are asked for: A-labels in lower case. */
function ascii(domain) {
  try {
    return toAscii(domain);
  } catch (error) {
    if (error.code !== "invalid-domain" && error.code !== "invalid-argument") throw error;
    return null;
  }
}
