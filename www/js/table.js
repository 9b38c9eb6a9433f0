import { element } from "./dom.js";

/**
 * A table that scrolls within itself where the screen is narrow.
 *
 * @param {string} name
 * @param {string[]} heads
 * @param {HTMLElement[]} rows
 */
export function table(name, heads, rows) {
  const head = element("tr", {}, ...heads.map((text) => element("th", { scope: "col" }, text)));
  const table = element("table", {}, element("thead", {}, head), element("tbody", {}, ...rows));
  return element("div", { class: "scroll", tabindex: "0", role: "group", "aria-label": name }, table);
}
