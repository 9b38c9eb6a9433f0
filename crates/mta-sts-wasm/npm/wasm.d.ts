import type { CompiledModule } from "./lib/compiled-module.js";

/** The module, as runtimes give it that import wasm as a compiled module. Bundlers may give its URL instead. */
declare const module: CompiledModule;
export default module;
