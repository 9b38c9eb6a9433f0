// Policies and records for their writers: corrected, held against MX hosts, compared.
import * as wasm from "../mta_sts_wasm.js";
import { object, string, strings } from "./arguments.js";
import { allWorded, worded } from "./findings.js";
import { call } from "./module.js";

export function fixedPolicy(text) {
  return worded(call(wasm.fixedPolicy, string(text, "fixedPolicy(text): text")));
}

export function fixedRecord(records) {
  return worded(call(wasm.fixedRecord, strings(records, "fixedRecord(records): records")));
}

export function fixedTlsrptRecord(records) {
  return worded(call(wasm.fixedTlsrptRecord, strings(records, "fixedTlsrptRecord(records): records")));
}

export function coverage(patterns, hosts) {
  const list = strings(patterns, "coverage(patterns, hosts): patterns");
  return call(wasm.coverage, list, strings(hosts, "coverage(patterns, hosts): hosts"));
}

export function diffPolicies(before, after, hosts = []) {
  const [old, next] = [before, after].map((value, index) => {
    const name = `diffPolicies(before, after, hosts): ${index === 0 ? "before" : "after"}`;
    const { policy, id } = object(value, name);
    return [string(policy, `${name}.policy`), string(id, `${name}.id`)];
  });
  return allWorded(call(wasm.diffPolicies, ...old, ...next, strings(hosts, "diffPolicies(before, after, hosts): hosts")));
}
