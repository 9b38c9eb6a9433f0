// Building elements. Text from the network only ever becomes text nodes.
import { SAY } from "./words/common.js";

/**
 * @param {string} tag
 * @param {Record<string, any>} [attributes] `class`, `data-…` and the like; functions become listeners
 * @param {...(Node | string | null | undefined)} children
 * @returns {HTMLElement & Record<string, any>}
 */
export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") made.addEventListener(name, value);
    else if (value === true) made.setAttribute(name, "");
    else if (value !== false && value !== undefined && value !== null) made.setAttribute(name, String(value));
  }
  made.append(...children.filter((child) => child !== null && child !== undefined));
  return made;
}

/** @param {string} id */
export function byId(id) {
  return /** @type {any} */ (document.getElementById(id));
}

// Controls (but not the CR of a CRLF), bidi controls, zero-width and other invisible characters that could make a text look like another.
const ODD = new RegExp("[\\u0000-\\u0008\\u000b\\u000c\\u000e-\\u001f\\u007f-\\u00a0\\u00ad\\u061c\\u180e\\u200b-\\u200f\\u2028-\\u202f\\u2060-\\u206f\\ufeff\\ufff9-\\ufffc]|\\r(?!\\n)", "gu");

/**
 * A text with its invisible characters shown as what they are.
 *
 * @param {string} text
 * @returns {Node[]}
 */
export function visible(text) {
  const nodes = [];
  let done = 0;
  for (const match of text.matchAll(ODD)) {
    const code = (match[0].codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0");
    nodes.push(document.createTextNode(text.slice(done, match.index)));
    nodes.push(element("span", { class: "odd" }, `U+${code}`));
    done = match.index + match[0].length;
  }
  nodes.push(document.createTextNode(text.slice(done)));
  return nodes;
}

/**
 * A sentence in which backticks mark code. What stands between them may come from the network: it is text all the same.
 *
 * @param {string} sentence
 * @returns {Node[]}
 */
export function prose(sentence) {
  const parts = sentence.split("`");
  // Without a partner the last backtick is only a character.
  if (parts.length % 2 === 0) parts.splice(-2, 2, parts.slice(-2).join("`"));
  return parts.flatMap((part, index) => (index % 2 === 1 ? [element("code", {}, ...visible(part))] : visible(part)));
}

/**
 * A button that copies a text and says so.
 *
 * @param {string} label
 * @param {() => string} text
 * @param {{ id?: string, class?: string, "aria-label"?: string, refused?: () => string }} [options] `refused` says what to do where
 *   the browser does not let the page copy
 */
export function copyText(label, text, { refused = () => SAY.copyRefused, ...attributes } = {}) {
  const button = element("button", { type: "button", ...attributes }, label);
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(text());
      button.textContent = SAY.copied;
    } catch {
      // No permission or no secure context.
      button.textContent = refused();
    }
    setTimeout(() => (button.textContent = label), 2000);
  });
  return button;
}

/**
 * A block of text with a button that copies it.
 *
 * @param {string} text
 * @param {string} label what it is, for the button's name
 */
export function copyable(text, label) {
  const block = element("pre", { class: "block", tabindex: "0", role: "group", "aria-label": label }, ...visible(text));
  const refused = () => {
    // Selected, so that the keyboard can copy it.
    getSelection()?.selectAllChildren(block);
    return SAY.pressCopy;
  };
  const button = copyText(SAY.copy, () => text, { class: "small", "aria-label": SAY.copyWhat(label), refused });
  return element("div", { class: "copyable" }, block, button);
}
