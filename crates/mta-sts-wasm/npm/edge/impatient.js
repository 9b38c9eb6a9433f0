// Somebody else's `fetch` may not look at its signal, and somebody's body may never end: nobody waits longer for them.

/**
 * @template {((url: string, init: RequestInit) => Promise<Response>) | undefined} F
 * @param {F} fetch
 * @returns {F} the same, but it ends with its signal
 */
export function impatient(fetch) {
  return fetch && ((url, init) => ending(init.signal, fetch(url, init)));
}

/**
 * @template T
 * @param {number} limit milliseconds
 * @param {Promise<T>} work
 * @param {T} late what it comes to when the time is up
 * @returns {Promise<T>}
 */
export async function within(limit, work, late) {
  let timer;
  const end = new Promise((resolve) => (timer = setTimeout(resolve, limit, late)));
  try {
    return await Promise.race([work, end]);
  } finally {
    clearTimeout(timer);
  }
}

async function ending(signal, work) {
  let stop;
  const end = new Promise((_, reject) => {
    stop = () => reject(signal.reason);
    if (signal.aborted) stop();
    else signal.addEventListener("abort", stop, { once: true });
  });
  try {
    return await Promise.race([work, end]);
  } finally {
    signal.removeEventListener("abort", stop);
  }
}
