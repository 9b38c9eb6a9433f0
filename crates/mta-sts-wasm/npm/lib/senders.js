// How known Senders read the same text.
import * as wasm from "../mta_sts_wasm.js";
import { string, strings } from "./arguments.js";
import { call } from "./module.js";

export function senderViews(policy, hosts, records) {
  const name = "senderViews(policy, hosts, records)";
  const txt = records === undefined ? undefined : strings(records, `${name}: records`);
  return call(wasm.senderViews, string(policy, `${name}: policy`), txt, strings(hosts, `${name}: hosts`));
}
