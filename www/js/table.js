import { element } from "./dom.js";

/**
 * A table whose rows become little lists where the screen is narrow, with the names of their columns; one of numbers
 * stays a table.
 *
 * @param {string} name
 * @param {string[]} heads
 * @param {HTMLElement[]} rows
 * @param {{ stacked?: boolean }} [options]
 */
export function table(name, heads, rows, { stacked = true } = {}) {
  const head = element("tr", {}, ...heads.map((text) => element("th", { scope: "col" }, text)));
  for (const row of rows) [...row.children].forEach((cell, index) => cell.setAttribute("data-label", heads[index]));
  const table = element("table", { class: stacked ? "stacked" : false }, element("thead", {}, head), element("tbody", {}, ...rows));
  return element("div", { class: "scroll", tabindex: "0", role: "group", "aria-label": name }, table);
}
