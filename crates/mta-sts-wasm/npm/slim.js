// The entry for everybody else: no mention of the wasm file, which the caller hands in.
import { load, loadSync } from "./lib/load.js";

export * from "./lib/api.js";

export async function init(source) {
  await load(source, "init(source): source");
}

export function initSync(module) {
  loadSync(module, "initSync(module): module");
}
