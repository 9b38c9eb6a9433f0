// Where policies come from and are kept: Workers KV, or anything with the same methods.

/**
 * @param {{ get(key: string): Promise<string | null> }} namespace
 * @param {string} [prefix] of the keys
 * @returns {import("./index.js").PolicySource}
 */
export function fromKv(namespace, prefix = "") {
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
  const get = (domain) => namespace.get(prefix + domain);
  return {
    get,
    async set(domain, policy) {
      // KV takes one write of a key in a second.
      if ((await get(domain)) !== policy) await namespace.put(prefix + domain, policy);
    },
  };
}
