// Results kept for a short while, at most a minute, and at most so many.

const MAX_SECONDS = 60;
const MAX_ENTRIES = 500;

export class MinuteCache {
  #entries = new Map();
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

  get(key) {
    const entry = this.#entries.get(key);
    if (entry === undefined || entry.until > this.#now()) return entry?.value;
    this.#entries.delete(key);
    return undefined;
  }

  set(key, value) {
    if (this.#lifetime === 0) return;
    // The oldest goes first: a Map keeps the order of insertion.
    this.#entries.delete(key);
    if (this.#entries.size >= MAX_ENTRIES) this.#entries.delete(this.#entries.keys().next().value);
    this.#entries.set(key, { value, until: this.#now() + this.#lifetime });
  }
}
