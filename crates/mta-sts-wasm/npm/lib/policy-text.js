// A policy back into its text (RFC 8461 3.2), which is how the module takes it.

/**
 * What is no policy becomes a text that the module takes for none.
 *
 * @param {import("../index.js").Policy} policy
 */
export function policyText({ version, mode, maxAge, mx, extensions }) {
  const list = (value) => (Array.isArray(value) ? value : []);
  const fields = [
    ["version", version],
    ["mode", mode],
    ...list(mx).map((pattern) => ["mx", pattern]),
    ["max_age", maxAge],
    ...list(extensions).map((extension) => [extension?.name, extension?.value]),
  ];
  return fields.map(([name, value]) => `${String(name)}: ${String(value)}\n`).join("");
}
