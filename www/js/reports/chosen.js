// The files that a visitor chose or dropped, folders with all that is in them.

/** @typedef {{ file: File, name: string }} Chosen a file, with its path where it came in a folder */

/** @param {Iterable<File>} files @returns {Chosen[]} */
export function chosen(files) {
  return [...files].map((file) => ({ file, name: file.webkitRelativePath || file.name }));
}

/**
 * What was dropped. Entries are only there while the drop is handled, so they are taken at once.
 *
 * @param {DataTransfer} dropped
 * @returns {Promise<Chosen[]>}
 */
export async function droppedFiles(dropped) {
  const entries = [...dropped.items].map((item) => item.webkitGetAsEntry());
  // Files that a program put there have none.
  if (!entries.some((entry) => entry?.isDirectory)) return chosen(dropped.files);
  const found = [];
  const waiting = entries.filter((entry) => entry !== null);
  for (let entry = waiting.pop(); entry !== undefined; entry = waiting.pop()) {
    if (entry.isDirectory) waiting.push(...(await content(/** @type {FileSystemDirectoryEntry} */ (entry))));
    else found.push(await fileOf(/** @type {FileSystemFileEntry} */ (entry)));
  }
  return found;
}

/** A folder tells its entries in portions, the last of them empty. @param {FileSystemDirectoryEntry} folder */
async function content(folder) {
  const reader = folder.createReader();
  /** @type {FileSystemEntry[]} */
  const all = [];
  for (;;) {
    /** @type {FileSystemEntry[]} */
    const some = await new Promise((resolve, reject) => reader.readEntries(resolve, reject));
    if (some.length === 0) return all;
    all.push(...some);
  }
}

/** @param {FileSystemFileEntry} entry @returns {Promise<Chosen>} */
async function fileOf(entry) {
  const file = await new Promise((resolve, reject) => entry.file(resolve, reject));
  return { file, name: entry.fullPath.replace(/^\//, "") };
}
