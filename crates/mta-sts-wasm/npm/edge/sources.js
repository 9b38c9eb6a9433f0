// Where policies come from: Workers KV, or anything with the same `get`.

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
