// The entry for Node: the module is read and compiled at import, so every call works at once.
import { readFileSync } from "node:fs";

import * as api from "./api.js";
import { hasDnsId } from "./node-certificates.js";
import { initSync } from "./mta_sts_wasm.js";

export { MtaStsError } from "./errors.js";
export { matchMx, maxAgeAdvice, parsePolicy, parseRecord, parseTlsrptRecord, toAscii } from "./api.js";

initSync({ module: readFileSync(new URL("./mta_sts_wasm_bg.wasm", import.meta.url)) });
api.instantiated();

export async function init() {}

export function checkDomain(domain, options) {
  return api.checkDomain(domain, options, init, { hasDnsId });
}
