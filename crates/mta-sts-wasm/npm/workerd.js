// The entry for Cloudflare Workers and others built on workerd, which compile modules ahead and refuse bytes.
import { initSync } from "./mta_sts_wasm.js";
import module from "./mta_sts_wasm_bg.wasm";

import { instantiated } from "./lib/module.js";

export * from "./lib/api.js";

instantiated(initSync({ module }));

export async function init() {}
