// The page's own words stand in this folder, the ones of each mode in its own file, so that they load with it. What
// findings say comes from the core, by code and parameters. A translation puts its templates into MESSAGES, replaces
// the words of these files, and of index.html.

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

/** Templates that replace the core's messages, by code: `{name}` stands for a parameter. */
const MESSAGES = /** @type {Record<string, string>} */ ({});

/** What a finding says. @param {import("../../pkg/index.d.ts").Finding} finding */
export function messageOf({ code, message, params }) {
  if (!Object.hasOwn(MESSAGES, code)) return message;
  return MESSAGES[code].replace(/\{(\w+)\}/g, (whole, name) => params[name] ?? whole);
}

/** @param {number} number @param {string} thing in the singular */
export function count(number, thing) {
  return `${number === 0 ? "no" : number.toLocaleString("en")} ${thing}${number === 1 ? "" : "s"}`;
}

export const SAY = {
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
