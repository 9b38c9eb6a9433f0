import type { CompiledModule } from "./compiled-module.js";

/**
 * Loads the module. In browsers, await it before the functions that return at once; elsewhere it does nothing.
 *
 * @throws {MtaStsError} `invalid-argument` for what is no source, `not-initialised` where it cannot be loaded; it may be tried again
 * @param source where the `.wasm` is, or its bytes; by default beside this package's files
 */
export function init(source?: URL | string | Response | ArrayBuffer | ArrayBufferView | CompiledModule): Promise<void>;
