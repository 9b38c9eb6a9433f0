// Work that several callers want at the same time, done once.
import { MtaStsError } from "./errors.js";

/** More than any limit of the work's own, in milliseconds. */
const MARGIN = 1_000;

const LATE = Symbol("late");

/** Works by key, each for as long as somebody may still want it and it is not done. */
export class SharedWorks {
  #works = new Map();

  /**
   * Joins the work under a key, whether it is needed or not: what `use` learns in between cannot be older than a work that
   * was done and forgotten meanwhile.
   *
   * @template T
   * @param {string} key
   * @param {(work: SharedWork) => Promise<T>} use
   * @returns {Promise<T>}
   */
  async join(key, use) {
    const works = this.#works;
    const forget = () => works.get(key) === work && works.delete(key);
    const work = works.get(key) ?? new SharedWork(forget);
    works.set(key, work);
    return work.used(use);
  }
}

class SharedWork {
  #forget;
  /** Calls that may still want it. */
  #users = 0;
  /** What is going on, or was done: `{ result, leaving, waiting, settled, began, until }`. */
  #attempt;

  constructor(forget) {
    this.#forget = forget;
  }

  async used(use) {
    this.#users += 1;
    try {
      return await use(this);
    } finally {
      this.#users -= 1;
      this.#forgetUnused();
    }
  }

  /**
   * Waits for the work, and begins it where nobody has. It is given up when nobody waits for it any more.
   *
   * @template T
   * @param {(signal: AbortSignal) => Promise<T>} start
   * @param {object} caller
   * @param {AbortSignal} [caller.signal] ends the caller's waiting, not the work
   * @param {() => number} caller.now milliseconds
   * @param {number} limit milliseconds that the work takes at most
   * @returns {Promise<T>}
   * @throws {MtaStsError} `aborted`
   */
  async wait(start, { signal, now }, limit) {
    if (signal?.aborted) throw aborted();
    const patience = limit + MARGIN;
    let attempt = this.#current(now()) ?? this.#begun(start, now(), patience);
    while (true) {
      const outcome = await this.#outcome(attempt, signal, patience);
      if (outcome !== LATE) return outcome;
      // Edge runtimes end the work of a request whose client has left, and nobody is told.
      attempt = this.#begun(start, now(), patience);
    }
  }

  /** What is going on, unless it ought to have ended by now. */
  #current(now) {
    const attempt = this.#attempt;
    return attempt !== undefined && attempt.began <= now && now < attempt.until ? attempt : undefined;
  }

  #begun(start, began, patience) {
    const leaving = new AbortController();
    const attempt = { leaving, waiting: 0, settled: false, began, until: began + patience };
    attempt.result = start(leaving.signal).finally(() => {
      attempt.settled = true;
      // Whoever comes now has the cache to ask.
      this.#forget();
    });
    // Everybody may have left when it fails.
    attempt.result.catch(() => {});
    this.#attempt = attempt;
    return attempt;
  }

  async #outcome(attempt, signal, patience) {
    let leave;
    let timer;
    const left = new Promise((resolve, reject) => {
      leave = () => reject(aborted());
      signal?.addEventListener("abort", leave);
      timer = setTimeout(resolve, patience, LATE);
    });
    attempt.waiting += 1;
    try {
      return await Promise.race([attempt.result, left]);
    } finally {
      clearTimeout(timer);
      signal?.removeEventListener("abort", leave);
      attempt.waiting -= 1;
      if (attempt.waiting === 0 && !attempt.settled) {
        attempt.leaving.abort();
        if (this.#attempt === attempt) this.#attempt = undefined;
        this.#forgetUnused();
      }
    }
  }

  #forgetUnused() {
    if (this.#users === 0 && this.#attempt === undefined) this.#forget();
  }
}

function aborted() {
  return new MtaStsError("aborted", "the call was cancelled");
}
