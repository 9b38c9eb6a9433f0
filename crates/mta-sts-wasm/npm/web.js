// The entry for browsers and bundlers: the module is fetched when first needed.
import { instantiated, isReady, useHost } from "./lib/module.js";
import instantiate from "./mta_sts_wasm.js";

export * from "./lib/api.js";

useHost(init);

let loading;

export function init(source) {
  loading ??= load(source);
  // A failed load may be tried again.
  loading.catch(() => (loading = undefined));
  return loading;
}

async function load(source = new URL("./mta_sts_wasm_bg.wasm", import.meta.url)) {
  if (!isReady()) instantiated(await instantiate({ module_or_path: source }));
}
