// The entry for browsers and bundlers: the module is fetched when first needed.
import * as api from "./api.js";
import instantiate from "./mta_sts_wasm.js";

export { MtaStsError } from "./errors.js";
export { matchMx, maxAgeAdvice, parsePolicy, parseRecord, parseTlsrptRecord, toAscii } from "./api.js";

let loading;

export function init(source) {
  loading ??= load(source);
  // A failed load may be tried again.
  loading.catch(() => (loading = undefined));
  return loading;
}

async function load(source = new URL("./mta_sts_wasm_bg.wasm", import.meta.url)) {
  await instantiate({ module_or_path: source });
  api.instantiated();
}

export function checkDomain(domain, options) {
  return api.checkDomain(domain, options, init);
}
