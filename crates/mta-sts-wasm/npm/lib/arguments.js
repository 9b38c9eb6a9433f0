// Checks of arguments: each returns the value as the module takes it, or throws `invalid-argument`.
import { MtaStsError } from "./errors.js";

/** As much of a text as a message shows. */
const LONGEST = 80;

export function string(value, name) {
  if (typeof value !== "string") throw argument(name, "a string", value);
  return value;
}

export function strings(value, name) {
  const list = typeof value === "string" ? [value] : value;
  if (!Array.isArray(list)) throw argument(name, "a string or an array of strings", value);
  const other = list.findIndex((item) => typeof item !== "string");
  if (other >= 0) throw argument(`${name}[${other}]`, "a string", list[other]);
  return list;
}

/** A string, or `undefined`. */
export function optionalString(value, name) {
  return value === undefined ? value : string(value, name);
}

/** A duration or TTL: whole seconds of 32 bits. */
export function seconds(value, name) {
  if (!Number.isInteger(value) || value < 0 || value > 0xffff_ffff) throw argument(name, "a whole number of seconds from 0 to 4294967295", value);
  return value;
}

/** A number from 0 on. */
export function amount(value, name) {
  if (!Number.isFinite(value) || value < 0) throw argument(name, "a number from 0 on", value);
  return value;
}

/** A Date, in milliseconds. */
export function date(value, name) {
  if (!(value instanceof Date) || Number.isNaN(value.getTime())) throw argument(name, "a valid Date", value);
  return value.getTime();
}

export function object(value, name) {
  if (typeof value !== "object" || value === null) throw argument(name, "an object", value);
  return value;
}

export function func(value, name) {
  if (typeof value !== "function") throw argument(name, "a function", value);
  return value;
}

/** An object that has these methods. */
export function withMethods(value, name, ...methods) {
  if (methods.some((method) => typeof value?.[method] !== "function")) throw argument(name, `an object with ${methods.join(" and ")}`, value);
  return value;
}

/** A function, or `undefined`. */
export function optionalFunction(value, name) {
  return value === undefined ? value : func(value, name);
}

/** An AbortSignal, or `undefined`. */
export function optionalSignal(value, name) {
  if (value !== undefined && !(value instanceof AbortSignal)) throw argument(name, "an AbortSignal", value);
  return value;
}

/** An https: URL, or http: on this machine. */
export function url(value, name, code = "invalid-argument") {
  const parsed = tryUrl(value);
  if (parsed?.protocol !== "https:" && !(parsed?.protocol === "http:" && isLoopback(parsed.hostname))) {
    throw new MtaStsError(code, `${name} must be an https: URL (http: only on this machine), not ${shown(value)}`);
  }
  return String(value);
}

/** The error for an argument of the wrong kind. */
export function argument(name, wanted, value) {
  return new MtaStsError("invalid-argument", `${name} must be ${wanted}, not ${shown(value)}`);
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

/** A value in a sentence. Texts may be long, and objects may hold what is nobody's business. */
function shown(value) {
  if (typeof value === "string") return JSON.stringify(value.length > LONGEST ? `${value.slice(0, LONGEST)}…` : value);
  if (typeof value === "function" || typeof value === "symbol") return `a ${typeof value}`;
  if (typeof value !== "object" || value === null) return String(value);
  if (Array.isArray(value)) return value.length === 0 ? "an empty array" : "an array";
  const kind = Object.prototype.toString.call(value).slice(8, -1);
  return kind === "Object" ? "an object" : `an object of ${kind}`;
}
