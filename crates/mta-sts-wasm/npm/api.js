// The functions of the package over the wasm module's: arguments are checked here, results come from the core.
import { MtaStsError, classed } from "./errors.js";
import * as wasm from "./mta_sts_wasm.js";

const DEFAULT_RESOLVER = "https://cloudflare-dns.com/dns-query";
const MAX_TIMEOUT = 60_000;

let ready = false;

/** Told by the entries once the module is instantiated. */
export function instantiated() {
  ready = true;
}

export function parsePolicy(text) {
  return call(wasm.parsePolicy, string(text, "parsePolicy(text): text"));
}

export function parseRecord(records) {
  return call(wasm.parseRecord, strings(records, "parseRecord(records): records"));
}

export function parseTlsrptRecord(records) {
  return call(wasm.parseTlsrptRecord, strings(records, "parseTlsrptRecord(records): records"));
}

export function maxAgeAdvice(text) {
  return call(wasm.maxAgeAdvice, string(text, "maxAgeAdvice(text): text")) ?? null;
}

export function matchMx(patterns, host) {
  const list = strings(patterns, "matchMx(patterns, host): patterns");
  return call(wasm.matchMx, list, string(host, "matchMx(patterns, host): host"));
}

export function toAscii(domain) {
  return call(wasm.toAscii, string(domain, "toAscii(domain): domain"));
}

/** Entries bind this to their runtime: `begin` makes the module ready, `extra` adds settings of their own. */
export async function checkDomain(domain, options, begin, extra = {}) {
  const settings = { ...checked(domain, options), ...extra };
  await begin();
  try {
    return await call(wasm.checkDomain, domain, settings);
  } catch (error) {
    throw classed(error);
  }
}

function checked(domain, options = {}) {
  string(domain, "checkDomain(domain): domain");
  if (typeof options !== "object" || options === null) {
    throw argument("checkDomain(domain, options): options", "an object", options);
  }
  const { resolver = DEFAULT_RESOLVER, relay, signal, onEvent, fetch, timeout = MAX_TIMEOUT } = options;
  for (const [name, value] of Object.entries({ onEvent, fetch })) {
    if (value !== undefined && typeof value !== "function") {
      throw argument(`options.${name}`, "a function", value);
    }
  }
  if (signal !== undefined && !(signal instanceof AbortSignal)) {
    throw argument("options.signal", "an AbortSignal", signal);
  }
  if (!Number.isFinite(timeout) || timeout <= 0) {
    throw argument("options.timeout", "a number of milliseconds above 0", timeout);
  }
  return {
    resolver: url(resolver, "options.resolver"),
    relay: relay === undefined ? undefined : url(relay, "options.relay"),
    signal,
    onEvent,
    fetch,
    timeout: Math.min(Math.ceil(timeout), MAX_TIMEOUT),
  };
}

function call(f, ...values) {
  if (!ready) {
    throw new MtaStsError("not-initialised", "the module is not loaded yet: `await init()` first");
  }
  try {
    return f(...values);
  } catch (error) {
    throw classed(error);
  }
}

function string(value, name) {
  if (typeof value !== "string") throw argument(name, "a string", value);
  return value;
}

function strings(value, name) {
  const list = typeof value === "string" ? [value] : value;
  if (!Array.isArray(list) || !list.every((item) => typeof item === "string")) {
    throw argument(name, "a string or an array of strings", value);
  }
  return list;
}

function url(value, name) {
  const parsed = URL.parse ? URL.parse(value) : tryUrl(value);
  if (parsed?.protocol !== "https:" && !(parsed?.protocol === "http:" && isLoopback(parsed.hostname))) {
    const code = name === "options.resolver" ? "invalid-resolver" : "invalid-argument";
    throw new MtaStsError(code, `${name} must be an https: URL (http: only on this machine), not ${shown(value)}`);
  }
  return String(value);
}

function tryUrl(value) {
  try {
    return new URL(value);
  } catch {
    return null;
  }
}

function isLoopback(hostname) {
  return hostname === "localhost" || hostname === "[::1]" || /^127\.\d+\.\d+\.\d+$/.test(hostname);
}

function argument(name, wanted, value) {
  return new MtaStsError("invalid-argument", `${name} must be ${wanted}, not ${shown(value)}`);
}

function shown(value) {
  return typeof value === "string" ? JSON.stringify(value) : value === null ? "null" : typeof value;
}
