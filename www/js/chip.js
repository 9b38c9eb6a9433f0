import { element } from "./dom.js";
import { OUTCOMES } from "./words/common.js";

/**
 * An outcome as sign and word; never colour alone.
 *
 * @param {keyof typeof OUTCOMES} outcome
 * @param {string} [word] instead of the usual one
 */
export function chip(outcome, word) {
  const [sign, usual] = OUTCOMES[outcome];
  return element("span", { class: "chip" }, element("span", { "aria-hidden": "true" }, sign), word ?? usual);
}
