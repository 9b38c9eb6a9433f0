// The entry for Node and Bun: the module is read and compiled at import, so every call works at once.
import { readFileSync } from "node:fs";

import { instantiated, useHost } from "./lib/module.js";
import { hasDnsId } from "./lib/node-certificates.js";
import { initSync } from "./mta_sts_wasm.js";

export * from "./lib/api.js";

instantiated(initSync({ module: readFileSync(new URL("./mta_sts_wasm_bg.wasm", import.meta.url)) }));
useHost(init, { hasDnsId });

export async function init() {}
