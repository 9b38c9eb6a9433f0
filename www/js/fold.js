import { element } from "./dom.js";
import { SAY } from "./words/common.js";

/**
 * The head of what can be folded away; it tells what a click does.
 *
 * @param {...(Node | string)} children
 */
export function foldHead(...children) {
  return element("summary", { "data-show": SAY.show, "data-hide": SAY.hide }, ...children);
}
