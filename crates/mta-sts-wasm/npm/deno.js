// The entry for Deno: the module is part of the module graph, so that it needs no permission to read.
import { initSync } from "./mta_sts_wasm.js";
import source module from "./mta_sts_wasm_bg.wasm";

import { instantiated } from "./lib/module.js";

export * from "./lib/api.js";

instantiated(initSync({ module }));

export async function init() {}
