// Where policies come from and are kept: Workers KV, or anything with the same methods.
import { string, withMethods } from "../lib/arguments.js";

/**
 * @param {{ get(key: string): Promise<string | null> }} namespace
 * @param {string} [prefix] of the keys
 * @returns {import("./index.js").PolicySource}
 */
export function fromKv(namespace, prefix = "") {
  withMethods(namespace, "fromKv(namespace, prefix): namespace", "get");
  string(prefix, "fromKv(namespace, prefix): prefix");
  return async (domain) => {
    const value = await namespace.get(prefix + domain);
    // A policy's text begins with a field's name; a `HostedPolicy` is kept as JSON.
    return value?.trimStart().startsWith("{") ? JSON.parse(value) : value;
  };
}

/**
 * @param {{ get(key: string): Promise<string | null>, put(key: string, value: string): Promise<unknown> }} namespace
 * @param {string} [prefix] of the keys
 * @returns {import("./index.js").LastGood}
 */
export function kvLastGood(namespace, prefix = "last-good:") {
  withMethods(namespace, "kvLastGood(namespace, prefix): namespace", "get", "put");
  string(prefix, "kvLastGood(namespace, prefix): prefix");
  const get = (domain) => namespace.get(prefix + domain);
  return {
    get,
    async set(domain, policy) {
      // KV takes one write of a key in a second.
      if ((await get(domain)) !== policy) await namespace.put(prefix + domain, policy);
    },
  };
}
