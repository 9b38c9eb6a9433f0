// Files: what a visitor saves from this page, and what is dropped on it.
import { element } from "./dom.js";
import { SAY } from "./words/common.js";

/** Larger files are not read as text; nothing that this page judges is as long. */
export const MAX_TEXT_FILE = 1 << 20;

/**
 * Offers a text as a file to save.
 *
 * @param {string} name
 * @param {string} text
 * @param {string} type media type
 */
export function save(name, text, type) {
  const url = URL.createObjectURL(new Blob([text], { type }));
  const link = element("a", { href: url, download: name });
  link.click();
  // The browser has taken hold of it once the click is done.
  setTimeout(() => URL.revokeObjectURL(url), 0);
}

/**
 * Lets files be dropped on an element.
 *
 * @param {HTMLElement} target
 * @param {(files: File[], transfer: DataTransfer) => void} dropped
 */
export function acceptDrops(target, dropped) {
  const hasFiles = (event) => event.dataTransfer?.types.includes("Files");
  target.addEventListener("dragover", (event) => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    target.dataset.drop = "true";
  });
  target.addEventListener("dragleave", () => delete target.dataset.drop);
  target.addEventListener("drop", (event) => {
    delete target.dataset.drop;
    if (!hasFiles(event)) return;
    event.preventDefault();
    if (event.dataTransfer) dropped([...event.dataTransfer.files], event.dataTransfer);
  });
}

/**
 * The text of a file.
 *
 * @param {File} file
 * @returns {Promise<string>}
 * @throws {Error} with a sentence for the visitor when it is too long
 */
export async function textOf(file) {
  if (file.size > MAX_TEXT_FILE) throw new Error(SAY.tooLarge(file.name));
  return file.text();
}
