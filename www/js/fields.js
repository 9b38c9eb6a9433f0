// Fields of forms that are built when their mode is first shown.
import { element } from "./dom.js";

/**
 * A labelled control.
 *
 * @param {string} label
 * @param {HTMLElement} control
 */
export function field(label, control) {
  return element("label", {}, label, control);
}

/** @param {string} id @param {Record<string, any>} [attributes] */
export function input(id, attributes = {}) {
  return element("input", { id, type: "text", autocomplete: "off", autocapitalize: "none", spellcheck: "false", ...attributes });
}

/** @param {string} id @param {Record<string, any>} [attributes] */
export function area(id, attributes = {}) {
  return element("textarea", { id, rows: "3", spellcheck: "false", wrap: "off", ...attributes });
}

/**
 * @param {string} id
 * @param {string[][]} options value and words of each, the first one chosen
 */
export function choice(id, options) {
  return element("select", { id }, ...options.map(([value, words]) => element("option", { value }, words)));
}

/** The lines of a text that hold something. @param {string} text */
export function linesOf(text) {
  return text.split("\n").map((line) => line.trim()).filter((line) => line !== "");
}
