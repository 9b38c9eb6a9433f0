// Options that relay and check API have in common.
import { func, seconds, strings } from "../lib/arguments.js";

/** What is wrong with them is told to whoever mounts a handler. */
export function shared({ rateLimit, specialUse, cacheSeconds }) {
  func(rateLimit, "options.rateLimit");
  strings(specialUse, "options.specialUse");
  // RFC 9111 1.2.2: `max-age` takes whole ones.
  seconds(cacheSeconds, "options.cacheSeconds");
}
