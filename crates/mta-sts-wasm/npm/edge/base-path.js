// Where an API is mounted.
import { argument, string } from "../lib/arguments.js";

/**
 * @param {string} text such as `/api`
 * @returns {string} as it stands in front of a URL's path: no slash at its end, and encoded as there
 */
export function basePathOf(text) {
  if (string(text, "options.basePath") === "") return "";
  const url = text.startsWith("/") && URL.canParse(`https://x.invalid${text}`) ? new URL(`https://x.invalid${text}`) : null;
  if (url === null || /[?#]/.test(text)) throw argument("options.basePath", 'a path such as "/api"', text);
  return url.pathname.replace(/\/+$/, "");
}
