import type { CompiledModule } from "./lib/compiled-module.js";

export * from "./lib/api.js";

/**
 * Loads the module from where you have it: `mta-sts/mta-sts.wasm` is the file. Await it before any other call.
 *
 * @throws {MtaStsError} `invalid-argument` without a source, `not-initialised` where it cannot be loaded; it may be tried again
 */
export function init(
  source: URL | string | Response | ArrayBuffer | ArrayBufferView | CompiledModule | PromiseLike<Response | CompiledModule>,
): Promise<void>;

/**
 * The same, at once, from a compiled module or its bytes.
 *
 * @throws {MtaStsError} as `init`
 */
export function initSync(module: CompiledModule | ArrayBuffer | ArrayBufferView): void;
