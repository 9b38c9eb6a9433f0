// What a visitor can do where this page could not look: commands, pasting, a relay, trying again.
import { toAscii } from "../../pkg/first/lib/parse.js";
import { byId, copyable, element } from "../dom.js";
import { acceptDrops } from "../files.js";
import { SAY } from "../words/check.js";

/** Reasons after which another try may go better. */
const PASSING = ["dns-failed", "unavailable", "timeout", "challenge", "gave-up"];

/**
 * @param {import("../../pkg/index.d.ts").Step} step
 * @param {string} domain
 * @param {{ paste: () => void, open: (file: File) => void, retry: () => void, certificates: () => void }} actions
 * @returns {HTMLElement[]}
 */
export function waysOn({ step, outcome, reason, findings }, domain, actions) {
  if (outcome !== "not-tested") return [];
  if (step === "fetch" && reason !== "dns-failed") return readItYourself(domain, actions);
  if (["starttls", "dane"].includes(step) && reason === "no-prober") return lookFromATerminal(domain, actions);
  // What only follows from an earlier step has nothing of its own to try again.
  return findings.length > 0 ? anotherTry({ outcome, reason }, actions) : [];
}

/**
 * Trying again what may go better, if anything may.
 *
 * @param {{ outcome: string, reason?: string }} step
 * @param {{ retry: () => void }} actions
 */
export function anotherTry({ outcome, reason }, actions) {
  const may = outcome === "not-tested" && PASSING.includes(reason ?? "");
  return may ? [element("div", { class: "actions" }, again(actions))] : [];
}

function readItYourself(domain, { paste, open, retry }) {
  // A-labels have nothing that a shell would read.
  const curl = `curl -sS https://mta-sts.${toAscii(domain)}/.well-known/mta-sts.txt`;
  const file = element("input", { type: "file", accept: ".txt,text/plain", "aria-label": SAY.file, "data-way": "file" });
  file.addEventListener("change", () => file.files.length > 0 && open(file.files[0]));
  const ways = element(
    "div",
    {},
    element("p", {}, SAY.look),
    copyable(curl, SAY.command),
    element(
      "div",
      { class: "actions" },
      element("button", { type: "button", "data-way": "paste", click: paste }, SAY.paste),
      element("button", { type: "button", "data-way": "relay", click: showRelay }, SAY.relay),
      again({ retry }),
      file,
    ),
  );
  acceptDrops(ways, ([dropped]) => open(dropped));
  return [ways];
}

function lookFromATerminal(domain, { certificates }) {
  const command = `mta-sts check ${toAscii(domain)} --format json > report.json`;
  return [
    element("p", {}, SAY.terminal),
    copyable(command, SAY.command),
    element(
      "div",
      { class: "actions" },
      element("button", { type: "button", "data-way": "certificates", click: certificates }, SAY.openResult),
    ),
  ];
}

function again({ retry }) {
  return element("button", { type: "button", "data-way": "retry", click: retry }, SAY.again);
}

function showRelay() {
  byId("options").open = true;
  byId("relay").focus();
}
