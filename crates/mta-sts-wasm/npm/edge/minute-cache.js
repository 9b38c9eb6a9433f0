// Results kept for a short while, at most a minute, and at most so many; what is on its way is asked for once.
import { SharedWorks } from "../lib/shared-work.js";

const MAX_SECONDS = 60;
const MAX_ENTRIES = 500;

export class MinuteCache {
  #entries = new Map();
  #works = new SharedWorks();
  #lifetime;
  #now;

  /**
   * @param {number} seconds at most 60; 0 keeps nothing
   * @param {() => number} now milliseconds
   */
  constructor(seconds, now) {
    this.#lifetime = Math.min(Math.max(seconds, 0), MAX_SECONDS) * 1000;
    this.#now = now;
  }

  /** How long an answer may be kept by others, in seconds. */
  get seconds() {
    return this.#lifetime / 1000;
  }

  /**
   * What is kept, or what `make` brings: once for all who ask meanwhile, so that many requests make no more than one.
   *
   * @template T
   * @param {string} key
   * @param {AbortSignal} signal of who asks
   * @param {number} limit milliseconds that it takes at most
   * @param {(signal: AbortSignal) => Promise<T>} make
   * @returns {Promise<T>}
   */
  async get(key, signal, limit, make) {
    const kept = this.#kept(key);
    if (kept !== undefined) return kept;
    const fresh = async (leaving) => {
      const value = await make(leaving);
      this.#keep(key, value);
      return value;
    };
    return this.#works.join(key, (work) => work.wait(fresh, { signal, now: this.#now }, limit));
  }

  #kept(key) {
    const entry = this.#entries.get(key);
    if (entry === undefined || entry.until > this.#now()) return entry?.value;
    this.#entries.delete(key);
    return undefined;
  }

  #keep(key, value) {
    if (this.#lifetime === 0) return;
    // The oldest goes first: a Map keeps the order of insertion.
    this.#entries.delete(key);
    if (this.#entries.size >= MAX_ENTRIES) this.#entries.delete(this.#entries.keys().next().value);
    this.#entries.set(key, { value, until: this.#now() + this.#lifetime });
  }
}
