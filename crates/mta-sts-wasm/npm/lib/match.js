// Which `mx` pattern covers which MX host (RFC 8461 4.1).
import * as wasm from "../mta_sts_wasm.js";
import { string, strings } from "./arguments.js";
import { call } from "./module.js";

export function matchMx(patterns, host) {
  const list = strings(patterns, "matchMx(patterns, host): patterns");
  return call(wasm.matchMx, list, string(host, "matchMx(patterns, host): host"));
}
