// Everything to publish for a new MTA-STS.
import * as wasm from "../mta_sts_wasm.js";
import { date, object, optionalString, seconds, string, strings } from "./arguments.js";
import { allWorded, worded } from "./findings.js";
import { call } from "./module.js";

const A_WEEK = 604_800;

export function generate(input) {
  const name = "generate(input): input";
  const { domain, mode = "testing", mx = [], maxAge = A_WEEK, rua = [], policyHost = [], id, now = new Date() } = object(input, name);
  const { generated, faults } = call(wasm.generate, {
    domain: string(domain, `${name}.domain`),
    mode: string(mode, `${name}.mode`),
    mx: strings(mx, `${name}.mx`),
    maxAge: seconds(maxAge, `${name}.maxAge`),
    rua: strings(rua, `${name}.rua`),
    policyHost: strings(policyHost, `${name}.policyHost`),
    id: optionalString(id, `${name}.id`),
    now: Math.floor(date(now, `${name}.now`) / 1000),
  });
  return { generated: generated && worded(generated), faults: allWorded(faults) };
}
