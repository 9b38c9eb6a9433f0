// How browsers load the module: fetched when first needed, compiled while it arrives.
import instantiate from "../mta_sts_wasm.js";
import { instantiated, isReady, useHost } from "./module.js";

let loading;

export function init(source) {
  loading ??= load(source);
  // A failed load may be tried again.
  loading.catch(() => (loading = undefined));
  return loading;
}

async function load(source = new URL("../mta_sts_wasm_bg.wasm", import.meta.url)) {
  if (!isReady()) instantiated(await instantiate({ module_or_path: source }));
}

useHost(init);
