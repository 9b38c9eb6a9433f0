// The page's own words stand in this folder, the ones of each mode in its own file, so that they load with it. What
// findings say stands in the package's words.js, by code and parameters. A translation replaces both, and the words of
// index.html.

/** Sign and word of each outcome; never colour alone. */
export const OUTCOMES = {
  pass: ["✓", "OK"],
  warn: ["!", "Warning"],
  fail: ["✕", "Broken"],
  "not-tested": ["?", "Not tested"],
  skipped: ["–", "Skipped"],
  pending: ["…", "Waiting"],
};

export const SEVERITIES = { error: "Error", warning: "Warning", note: "Note" };

/** @param {number} number @param {string} thing in the singular */
export function count(number, thing) {
  return `${number === 0 ? "no" : number.toLocaleString("en")} ${thing}${number === 1 ? "" : "s"}`;
}

export const SAY = {
  show: "show",
  hide: "hide",
  copied: "Copied",
  pressCopy: "Press Ctrl+C",
  copyRefused: "Not allowed here",
  copy: "Copy",
  copyWhat: (what) => `Copy ${what}`,
  findings: "Findings",
  loading: "Loading …",
  notStarted: (why) => `This checker could not start: ${why}.`,
  needs: "It needs a current browser with WebAssembly.",
  reload: "Load this page again.",
  notLoaded: (why) => `This part of the page did not load: ${why}. Try again once the network is there.`,
  explained: "What this means",
  affects: (whom) => `affects ${whom}`,
  place: "Place in the text",
  tooLarge: (name) => `${name} is larger than 1 MiB, which no text for this field is.`,
};
