// What was answered in a check, so that trying again asks anew only what failed.

/** RCODEs that answer the question (RFC 1035 4.1.1): NOERROR and NXDOMAIN. */
const ANSWERS = [0, 3];

/**
 * A `fetch` that remembers answers. Failures, answers that may not be read and DNS failures are not kept.
 *
 * @returns {typeof fetch}
 */
export function rememberingFetch() {
  /** @type {Map<string, Response>} */
  const kept = new Map();
  return async (input, init) => {
    const key = `${init?.mode} ${input}`;
    const known = kept.get(key);
    if (known) return known.clone();
    const response = await fetch(input, init);
    if (response.type !== "opaque" && (await isAnswer(response))) kept.set(key, response.clone());
    return response;
  };
}

/** @param {Response} response */
async function isAnswer(response) {
  if (response.headers.get("content-type") !== "application/dns-message") return true;
  const message = new Uint8Array(await response.clone().arrayBuffer());
  return response.ok && ANSWERS.includes(message[3] & 15);
}
