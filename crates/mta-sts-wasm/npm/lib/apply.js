// What a Sender does with each MX host under a policy (RFC 8461 5).
import * as wasm from "../mta_sts_wasm.js";
import { argument, object, string } from "./arguments.js";
import { call } from "./module.js";
import { policyText } from "./policy-text.js";

const NOT_TRIED = { outcome: "not-tried" };

export function apply(policy, candidates) {
  const name = "apply(policy, candidates)";
  if (!Array.isArray(candidates)) throw argument(`${name}: candidates`, "an array", candidates);
  const parts = candidates.flatMap((candidate, index) => partsOf(candidate, `${name}: candidates[${index}]`));
  return call(wasm.apply, textOf(policy, `${name}: policy`), parts);
}

function textOf(policy, name) {
  if (policy === null) return undefined;
  return typeof policy === "string" ? policy : policyText(object(policy, name));
}

/** As the module takes it: texts one after the other. */
function partsOf(candidate, name) {
  const { preference, host, validation = NOT_TRIED } = object(candidate, name);
  // RFC 1035 3.3.9: a 16 bit integer.
  if (!Number.isInteger(preference) || preference < 0 || preference > 65_535) {
    throw argument(`${name}.preference`, "a whole number from 0 to 65535", preference);
  }
  return [String(preference), string(host, `${name}.host`), word(validation, `${name}.validation`)];
}

/** The outcome, or the result-type of a failure. */
function word(validation, name) {
  const { outcome, resultType } = object(validation, name);
  if (outcome === "failed") return string(resultType, `${name}.resultType`);
  if (["not-tried", "passed", "temporary"].includes(outcome)) return outcome;
  throw argument(`${name}.outcome`, "not-tried, passed, failed or temporary", outcome);
}
