// The entry for Next.js edge routes and Vercel's edge functions, which take a compiled module by `?module`.
import { initSync } from "./mta_sts_wasm.js";
import module from "./mta_sts_wasm_bg.wasm?module";

import { instantiated } from "./lib/module.js";

export * from "./lib/api.js";

instantiated(initSync({ module }));

export async function init() {}
