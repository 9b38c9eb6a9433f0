// Options that relay and check API have in common.
import { amount, func, strings } from "../lib/arguments.js";

/** What is wrong with them is told to whoever mounts a handler. */
export function shared({ rateLimit, specialUse, cacheSeconds }) {
  func(rateLimit, "options.rateLimit");
  strings(specialUse, "options.specialUse");
  amount(cacheSeconds, "options.cacheSeconds");
}
