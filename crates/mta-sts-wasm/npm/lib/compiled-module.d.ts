/** A `WebAssembly.Module`, which not every project's types know. */
export type CompiledModule = object;
