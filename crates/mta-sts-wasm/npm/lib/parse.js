// Reading with everything that is wrong: records, policies, TLSRPT records.
import * as wasm from "../mta_sts_wasm.js";
import { string, strings } from "./arguments.js";
import { worded } from "./findings.js";
import { call } from "./module.js";

export function parsePolicy(text) {
  return worded(call(wasm.parsePolicy, string(text, "parsePolicy(text): text")));
}

export function parseRecord(records) {
  return worded(call(wasm.parseRecord, strings(records, "parseRecord(records): records")));
}

export function parseTlsrptRecord(records) {
  return worded(call(wasm.parseTlsrptRecord, strings(records, "parseTlsrptRecord(records): records")));
}

export function maxAgeAdvice(text) {
  return call(wasm.maxAgeAdvice, string(text, "maxAgeAdvice(text): text")) ?? null;
}

export function toAscii(domain) {
  return call(wasm.toAscii, string(domain, "toAscii(domain): domain"));
}
