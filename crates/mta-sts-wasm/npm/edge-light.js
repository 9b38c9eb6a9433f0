// The entry for Next.js edge routes and Vercel's edge functions, which take a compiled module by `?module`.
import { initSync } from "./mta_sts_wasm.js";
import module from "./mta_sts_wasm_bg.wasm?module";

import { instantiated } from "./lib/module.js";

export * from "./lib/api.js";

// Next.js compiles it outside of the context that routes run in, whose `WebAssembly.Module` is another one.
if (!(module instanceof WebAssembly.Module)) Object.setPrototypeOf(module, WebAssembly.Module.prototype);
instantiated(initSync({ module }));

export async function init() {}
