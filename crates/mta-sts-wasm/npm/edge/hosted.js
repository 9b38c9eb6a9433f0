// What a domain's policy host serves at a given time, and which record belongs beside it.
import { parsePolicy } from "mta-sts";

import { amount } from "../lib/arguments.js";
import { entryOf, recordOf } from "./entry.js";

/** What a removed policy leaves behind. RFC 8461 8.3: `none`, with a small max_age, such as one day. */
const REMOVED = "version: STSv1\r\nmode: none\r\nmax_age: 86400\r\n";
const REMOVED_MAX_AGE = 86_400;

/**
 * @param {import("./index.js").HostedPolicy | string} entry
 * @param {number} now seconds
 * @param {number} settling seconds that caches may still answer with the body before
 * @returns {import("./index.js").HostedState}
 */
export function hostedAt(entry, now, settling) {
  const { policy, id, next, removed } = entryOf(entry);
  amount(now, "now");
  amount(settling, "settleSeconds");
  const state = rolledOut({ policy, id, next }, now, settling);
  if (removed === undefined) return state;
  const { from } = removed;
  if (now < from) return { ...state, until: Math.min(state.until ?? from, from) };
  // RFC 8461 3.1, 8.3: what is not told by a new id, Senders with a policy in their cache do not come to see. An earlier
  // id than the last one is not new either.
  if (removed.id !== undefined && [id, next?.id].includes(removed.id)) return refused(state, ["diff/id-unchanged"]);
  return removedAt(removed, [policy, next?.policy], state, now, settling);
}

/** The policy as it is served. RFC 8461 3.2: LF is allowed, CRLF is what every Sender reads. */
export function served(policy) {
  const lines = policy.replace(/\r?\n/g, "\r\n");
  return lines.endsWith("\r\n") ? lines : `${lines}\r\n`;
}

/** Everything for which a Sender ignores a policy, or the RFC forbids it. */
export function faults(policy) {
  return parsePolicy(served(policy)).findings.filter(({ severity }) => severity === "error").map(({ code }) => code);
}

function rolledOut({ policy, id, next }, now, settling) {
  const before = state("steady", policy, id, null);
  if (next === undefined) return before;
  const { from } = next;
  if (now < from) return { ...before, until: from };
  // Nothing changes for a policy that is not served, nor its record: who saw a new id would keep what it fetches now.
  const codes = [...faults(next.policy), ...(id !== undefined && next.id === id ? ["diff/id-unchanged"] : [])];
  if (codes.length > 0) return refused(before, codes);
  // RFC 8461 8.1: the body first, then the record, so that nobody who sees the new id fetches the old body.
  const settled = from + settling;
  return now < settled ? state("body-first", next.policy, id, settled) : state("steady", next.policy, next.id, null);
}

/** RFC 8461 8.3: `none` under a new id, until no cache holds any of the earlier policies. */
function removedAt({ from, id, maxAges = [] }, policies, earlier, now, settling) {
  const settled = from + settling;
  const known = policies.map((policy) => (policy === undefined ? 0 : (parsePolicy(policy).value?.maxAge ?? 0)));
  const forgotten = settled + Math.max(REMOVED_MAX_AGE, ...known, ...maxAges);
  if (now < settled) return state("removing", REMOVED, earlier.id, settled);
  if (now < forgotten) return state("removing", REMOVED, id, forgotten);
  return { ...state("removed", null, undefined, null), record: null };
}

/** The record is left open where the configuration leaves the id to somebody else. */
function state(phase, body, id, until) {
  return { phase, body, id, record: id === undefined ? undefined : recordOf(id), until, refused: [] };
}

function refused(state, codes) {
  return { ...state, refused: [...new Set([...state.refused, ...codes])] };
}
