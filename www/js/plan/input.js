// What the planner's form says, as the package takes it.
import { toAscii } from "../../pkg/lib/parse.js";
import { linesOf } from "../fields.js";
import { SAY } from "../words/plan.js";

/**
 * @param {Record<string, any>} controls
 * @returns {import("../../pkg/index.d.ts").PlanInput}
 * @throws {Error} with a sentence for the visitor
 */
export function inputOf(controls) {
  const value = Object.fromEntries(Object.entries(controls).map(([name, control]) => [name, control.value.trim()]));
  if (value.beginning === "") throw new Error(SAY.notDate);
  if (value.policy !== "" && value.id === "") throw new Error(SAY.idMissing);
  return {
    domain: toAscii(value.domain),
    now: new Date(`${value.beginning}T00:00:00Z`),
    // As it is in the field: a blank at its end may matter.
    current: value.policy === "" ? undefined : { policy: controls.policy.value, id: value.id },
    earlier: earlier(value, controls.earlierPolicy.value),
    mxHosts: linesOf(value.mxHosts),
    ttls: { record: seconds(value, "recordTtl"), mx: seconds(value, "mxTtl"), policyHost: seconds(value, "hostTtl") },
    wanted: value.what === "removed" ? "removed" : target(value),
  };
}

/** Served until the end of that day. @param {Record<string, string>} value @param {string} policy */
function earlier({ earlierPolicy, earlierUntil }, policy) {
  if (earlierPolicy === "" && earlierUntil === "") return [];
  if (earlierPolicy === "" || earlierUntil === "") throw new Error(SAY.earlierHalf);
  return [{ policy, lastServed: new Date(`${earlierUntil}T24:00:00Z`) }];
}

function target(value) {
  const hosts = linesOf(value.toMxHosts);
  return {
    mode: value.mode || undefined,
    maxAge: seconds(value, "maxAge"),
    mxHosts: hosts.length === 0 ? undefined : hosts,
    policyHost: value.policyHost || undefined,
  };
}

/** A number of seconds; `undefined` for an empty field. */
function seconds(value, name) {
  const text = value[name];
  if (text === "") return undefined;
  if (!/^\d{1,9}$/.test(text)) throw new Error(SAY.notSeconds(SAY[name]));
  return Number(text);
}
