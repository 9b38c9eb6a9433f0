// Loads the module from where somebody has it. The glue keeps what it is given first, so only the right module gets there.
import instantiate, { initSync as instantiateSync } from "../mta_sts_wasm.js";
import { argument } from "./arguments.js";
import { MtaStsError } from "./errors.js";
import { instantiated, isReady } from "./module.js";

export async function load(source, name) {
  if (isReady()) return;
  try {
    instantiated(await instantiate({ module_or_path: right(await compiled(of(await source, name))) }));
  } catch (error) {
    throw failed(error);
  }
}

export function loadSync(source, name) {
  if (isReady()) return;
  try {
    const given = of(source, name);
    instantiated(instantiateSync({ module: right(isModule(given) ? given : new WebAssembly.Module(given)) }));
  } catch (error) {
    throw failed(error);
  }
}

function of(source, name) {
  if (typeof source === "string" || (typeof source === "object" && source !== null)) return source;
  throw argument(name, "the wasm module, its bytes or where it is", source);
}

async function compiled(source) {
  if (isModule(source)) return source;
  const given = typeof source === "string" || source instanceof URL ? await fetch(source) : source;
  if (!(given instanceof Response)) return WebAssembly.compile(given);
  if (!given.ok) throw new Error(`the answer has status ${given.status}`);
  // Not every server knows the media type, and not every runtime compiles what is still arriving.
  const streams = given.headers.get("content-type") === "application/wasm" && WebAssembly.compileStreaming !== undefined;
  return streams ? WebAssembly.compileStreaming(given) : WebAssembly.compile(await given.arrayBuffer());
}

/** Also one that was compiled in another context, as Next.js does it. */
function isModule(value) {
  return Object.prototype.toString.call(value) === "[object WebAssembly.Module]";
}

function right(module) {
  if (WebAssembly.Module.exports(module).some(({ name }) => name === "leanBuffer")) return module;
  throw new Error("it is another one");
}

function failed(cause) {
  if (cause instanceof MtaStsError) return cause;
  return new MtaStsError("not-initialised", `the module could not be loaded: ${cause?.message}`, { cause });
}
