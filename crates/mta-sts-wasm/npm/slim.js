// The entry for everybody else: no mention of the wasm file, which the caller hands in.
import { MtaStsError } from "./lib/errors.js";
import { instantiated, isReady } from "./lib/module.js";
import instantiate, { initSync as instantiateSync } from "./mta_sts_wasm.js";

export * from "./lib/api.js";

export async function init(source) {
  if (isReady()) return;
  if (source === undefined) {
    throw new MtaStsError("invalid-argument", "init(source): source must be the wasm module, its bytes or where it is");
  }
  instantiated(await instantiate({ module_or_path: await source }));
}

export function initSync(module) {
  if (!isReady()) instantiated(instantiateSync({ module }));
}
