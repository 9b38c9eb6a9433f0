// How browsers load the module: fetched when first needed, compiled while it arrives.
import { load } from "./load.js";
import { useHost } from "./module.js";

let loading;

export function init(source = new URL("../mta_sts_wasm_bg.wasm", import.meta.url)) {
  loading ??= load(source, "init(source): source");
  // A failed load may be tried again.
  loading.catch(() => (loading = undefined));
  return loading;
}

useHost(init);
