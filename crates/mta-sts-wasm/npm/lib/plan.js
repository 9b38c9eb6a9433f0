// The steps of a change in their safe order.
import * as wasm from "../mta_sts_wasm.js";
import { argument, date, object, optionalString, seconds, string, strings } from "./arguments.js";
import { worded } from "./findings.js";
import { call } from "./module.js";

const A_DAY = 86_400;

export function plan(input) {
  const name = "plan(input): input";
  const { domain, now = new Date(), current, earlier = [], mxHosts = [], ttls = {}, wanted } = object(input, name);
  if (!Array.isArray(earlier)) throw argument(`${name}.earlier`, "an array", earlier);
  object(ttls, `${name}.ttls`);
  const ttl = (kind) => seconds(ttls[kind] ?? A_DAY, `${name}.ttls.${kind}`);
  const values = {
    domain: string(domain, `${name}.domain`),
    now: wholeSeconds(now, `${name}.now`),
    earlier: earlier.flatMap((served, index) => flat(served, `${name}.earlier[${index}]`)),
    mxHosts: strings(mxHosts, `${name}.mxHosts`),
    recordTtl: ttl("record"),
    mxTtl: ttl("mx"),
    policyHostTtl: ttl("policyHost"),
    remove: wanted === "removed",
  };
  if (current) {
    values.policy = string(object(current, `${name}.current`).policy, `${name}.current.policy`);
    values.id = string(current.id, `${name}.current.id`);
  }
  if (wanted !== "removed") {
    if (typeof wanted !== "object" || wanted === null) throw argument(`${name}.wanted`, '"removed" or an object', wanted);
    const { mode, maxAge, mxHosts: hosts, policyHost } = wanted;
    values.toMode = optionalString(mode, `${name}.wanted.mode`);
    values.toMaxAge = maxAge === undefined ? undefined : seconds(maxAge, `${name}.wanted.maxAge`);
    values.toMxHosts = hosts === undefined ? undefined : strings(hosts, `${name}.wanted.mxHosts`);
    values.toPolicyHost = optionalString(policyHost, `${name}.wanted.policyHost`);
  }
  return worded(call(wasm.plan, values));
}

/** An earlier policy as the module takes it: text, time and `id`, which may be empty. */
function flat(served, name) {
  const { policy, lastServed, id } = object(served, name);
  const time = wholeSeconds(lastServed, `${name}.lastServed`);
  return [string(policy, `${name}.policy`), String(time), optionalString(id, `${name}.id`) ?? ""];
}

function wholeSeconds(value, name) {
  return Math.floor(date(value, name) / 1000);
}
