// One GET as src/get.rs asks for it. A `fetch` and its Response may be anybody's: the module gets plain values of them, or an
// error, and within the time.

/**
 * @param {typeof fetch} [fetch] used instead of the global one
 * @param {AbortSignal} [signal]
 */
export function getter(fetch = (url, init) => globalThis.fetch(url, init), signal) {
  return async (url, init, limit, timeout) => {
    const leaving = new AbortController();
    const leave = () => leaving.abort(signal.reason);
    signal?.addEventListener("abort", leave);
    if (signal?.aborted) leave();
    const late = () => leaving.abort(new DOMException("The operation was aborted due to timeout", "TimeoutError"));
    // Unlike that of `AbortSignal.timeout`, this timer keeps Node waiting.
    const timer = setTimeout(late, timeout);
    try {
      return await unlessLeft(leaving.signal, answered(fetch, url, { ...init, signal: leaving.signal }, limit));
    } finally {
      clearTimeout(timer);
      signal?.removeEventListener("abort", leave);
    }
  };
}

/** Not every `fetch` looks at its signal. What becomes of the work then does not matter. */
function unlessLeft(signal, work) {
  return new Promise((resolve, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason));
    if (signal.aborted) reject(signal.reason);
    work.then(resolve, reject);
  });
}

async function answered(fetch, url, init, limit) {
  const response = await fetch(url, init);
  // An injected fetch may come from another realm; what has a status will do.
  if (typeof response?.status !== "number") throw new TypeError("fetch did not return a Response");
  const { status, type, headers, body } = response;
  return {
    status,
    type: text(type),
    contentType: text(headers?.get("content-type")),
    location: text(headers?.get("location")),
    mitigated: text(headers?.get("cf-mitigated")),
    body: body ? await read(body.getReader(), limit, init.signal) : new Uint8Array(0),
  };
}

function text(value) {
  return typeof value === "string" ? value : undefined;
}

/** The bytes; `undefined` when they are more than `limit`: a cut-off body is never handed on. */
async function read(reader, limit, signal) {
  signal.addEventListener("abort", () => end(reader));
  const bytes = [];
  let length = 0;
  while (!signal.aborted) {
    const { done, value } = await reader.read();
    if (done) return joined(bytes, length);
    if (!ArrayBuffer.isView(value)) throw new TypeError("the body is not a stream of bytes");
    length += value.byteLength;
    if (length > limit) break;
    bytes.push(new Uint8Array(value.buffer, value.byteOffset, value.byteLength));
  }
  end(reader);
  return undefined;
}

/** Ends the transfer; whether the peer agrees does not matter. */
async function end(reader) {
  try {
    await reader.cancel();
  } catch {}
}

function joined(parts, length) {
  const whole = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
