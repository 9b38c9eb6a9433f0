// What a policy host is configured with for a domain, looked at as a whole, so that nothing in it fails on a later day.
import { parseRecord } from "mta-sts";

import { argument, object, seconds, string } from "../lib/arguments.js";

/** Later times can only be milliseconds. */
const LAST_SECOND = 1e11;

/**
 * @param {import("./index.js").HostedPolicy | string} entry
 * @param {string} [name] what messages call it; without one they name its parts alone
 * @returns {import("./index.js").HostedPolicy}
 * @throws {MtaStsError} `invalid-argument` for what cannot be meant; a policy may be broken all the same
 */
export function entryOf(entry, name) {
  if (typeof entry === "string") return { policy: entry };
  const { policy, id, next, removed } = object(entry, name ?? "entry");
  const path = name === undefined ? "" : `${name}.`;
  string(policy, `${path}policy`);
  if (id !== undefined) recordId(id, `${path}id`);
  if (next !== undefined) change(next, `${path}next`);
  if (next !== undefined) string(next.policy, `${path}next.policy`);
  if (removed !== undefined) change(removed, `${path}removed`);
  if (removed?.maxAges !== undefined) earlier(removed.maxAges, `${path}removed.maxAges`);
  return { policy, id, next, removed };
}

/** The text of the record with an id. */
export function recordOf(id) {
  return `v=STSv1; id=${id};`;
}

function change(value, name) {
  const { from, id } = object(value, name);
  if (id !== undefined) recordId(id, `${name}.id`);
  if (!Number.isFinite(from) || from > LAST_SECOND) throw argument(`${name}.from`, "a time in seconds since 1970", from);
}

function recordId(id, name) {
  if (parseRecord(recordOf(string(id, name))).value === null) throw argument(name, "the id of an MTA-STS record, 1 to 32 letters and digits", id);
}

function earlier(maxAges, name) {
  if (!Array.isArray(maxAges)) throw argument(name, "an array of seconds", maxAges);
  maxAges.forEach((one, place) => seconds(one, `${name}[${place}]`));
}
