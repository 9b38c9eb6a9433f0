// The one instance of the wasm module, and the way every function calls it.
import { MtaStsError, classed } from "./errors.js";

/** @type {WebAssembly.Exports | undefined} */
let instance;

/** How an entry loads the module, and what its runtime adds to a check's settings. */
const host = { load: notLoaded, extra: {} };

/**
 * Entries say how the module is loaded where they run.
 *
 * @param {() => Promise<void>} load
 * @param {object} [extra] more settings for `checkDomain`
 */
export function useHost(load, extra = {}) {
  host.load = load;
  host.extra = extra;
}

/** Told by the entries once the module is instantiated. */
export function instantiated(exports) {
  instance = exports;
}

/** Whether functions that return at once can be called. */
export function isReady() {
  return instance !== undefined;
}

/** The module's own exports, for the fast path over its memory. */
export function exports() {
  return instance ?? notReady();
}

/** Loads the module if the entry has not done so. */
export async function loaded() {
  if (instance === undefined) await host.load();
  return host.extra;
}

/** Calls a function of the module; what it throws gets its class. */
export function call(f, ...values) {
  if (instance === undefined) notReady();
  try {
    return f(...values);
  } catch (error) {
    throw classed(error);
  }
}

function notReady() {
  throw new MtaStsError("not-initialised", "the module is not loaded yet: `await init()` first");
}

async function notLoaded() {
  notReady();
}
