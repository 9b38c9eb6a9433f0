// What a domain's policy host serves at a given time, and which record belongs beside it.
import { parseRecord } from "mta-sts";

/** What a removed policy leaves behind. RFC 8461 8.3: `none`, with a small max_age, such as one day. */
const REMOVED = "version: STSv1\r\nmode: none\r\nmax_age: 86400\r\n";

/**
 * @param {import("./index.js").HostedPolicy | string} entry
 * @param {number} now seconds
 * @param {number} settling seconds that caches may still answer with the body before
 * @returns {import("./index.js").HostedState}
 */
export function hostedAt(entry, now, settling) {
  const { policy, id, next, removed } = typeof entry === "string" ? { policy: entry } : entry;
  if (removed !== undefined) return removedAt(removed, id, now, settling);
  if (next === undefined || now < next.from) {
    return { phase: "steady", body: policy, record: record(id), until: next?.from ?? null };
  }
  // RFC 8461 8.1: the body first, then the record, so that nobody who sees the new id fetches the old body.
  const settled = next.from + settling;
  return now < settled
    ? { phase: "body-first", body: next.policy, record: record(id), until: settled }
    : { phase: "steady", body: next.policy, record: record(next.id), until: null };
}

/** RFC 8461 8.3: `none` under a new id, until no cache holds any of the earlier policies. */
function removedAt({ from, id, maxAges }, earlierId, now, settling) {
  const settled = from + settling;
  const forgotten = settled + Math.max(86_400, ...maxAges);
  if (now < settled) return { phase: "removing", body: REMOVED, record: record(earlierId), until: settled };
  if (now < forgotten) return { phase: "removing", body: REMOVED, record: record(id), until: forgotten };
  return { phase: "removed", body: null, record: null, until: null };
}

/** The text of the TXT record; `undefined` where the configuration leaves the id to somebody else. */
function record(id) {
  if (id === undefined) return undefined;
  const text = `v=STSv1; id=${id};`;
  if (parseRecord(text).value === null) throw new TypeError(`${JSON.stringify(id)} is no id of an MTA-STS record`);
  return text;
}
