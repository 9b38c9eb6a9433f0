import { element } from "./dom.js";
import { OUTCOMES } from "./words.js";

/** An outcome as sign and word; never colour alone. @param {keyof typeof OUTCOMES} outcome */
export function chip(outcome) {
  const [sign, word] = OUTCOMES[outcome];
  return element("span", { class: "chip" }, element("span", { "aria-hidden": "true" }, sign), word);
}
