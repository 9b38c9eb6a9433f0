// The MX hosts that a visitor typed, held against the policy's patterns.
import { matchAll } from "../../pkg/first/lib/lean.js";
import { matchMx } from "../../pkg/first/lib/match.js";
import { words } from "../../pkg/first/words.js";
import { chip } from "../chip.js";
import { element, visible } from "../dom.js";
import { table } from "../table.js";
import { HOSTS } from "../words/paste.js";

/** @typedef {import("../../pkg/index.d.ts").Finding} Finding */
/** @typedef {import("../../pkg/index.d.ts").Policy} Policy */
/** @typedef {{ host: string, start: number, line: number }} Host and where it stands in the text */

/** Names that can be matched all at once; others are converted first, one by one. */
const PLAIN = /^[a-z0-9_-]+(\.[a-z0-9_-]+)*\.?$/i;
const MAX_ROWS = 200;
const MAX_MARKS = 1000;

/** Takes `10 mail.example.com.` as well, as zone files and dig have it. @param {string} text one host a line @returns {Host[]} */
export function hostsOf(text) {
  const hosts = [];
  let start = 0;
  text.split("\n").forEach((line, index) => {
    const rest = line.replace(/^\s*(\d+\s+)?/, "");
    const host = rest.trimEnd();
    if (host !== "") hosts.push({ host, start: start + line.length - rest.length, line: index + 1 });
    start += line.length + 1;
  });
  return hosts;
}

/**
 * @param {Host[]} hosts
 * @param {Policy | null} policy
 * @returns {{ views: HTMLElement[], findings: Finding[] }} `findings` about the hosts that no pattern covers
 */
export function heldAgainst(hosts, policy) {
  if (hosts.length === 0) return { views: [], findings: [] };
  const title = element("h3", { class: "part" }, HOSTS.title);
  if (policy === null) return { views: [title, element("p", { class: "hint" }, HOSTS.later)], findings: [] };
  const covered = coverage(hosts, policy);
  const bare = covered.filter(({ pattern }) => pattern === null);
  // With too many to show, those that need a look come first.
  const shown = covered.length > MAX_ROWS ? [...bare, ...covered.filter(({ pattern }) => pattern !== null)].slice(0, MAX_ROWS) : covered;
  const beyond = shown.length < hosts.length ? [element("p", { class: "hint" }, HOSTS.many(shown.length, hosts.length, bare.length))] : [];
  const findings = bare.slice(0, MAX_MARKS).map((one) => finding(one, policy));
  return { views: [title, ...beyond, table(HOSTS.title, HOSTS.heads, shown.map(row))], findings };
}

/** @param {Host[]} hosts @param {Policy} policy */
function coverage(hosts, { mx }) {
  const plain = hosts.filter(({ host }) => PLAIN.test(host));
  const patterns = matchAll(mx, plain.map(({ host }) => host));
  let next = 0;
  return hosts.map((one) => ({ ...one, pattern: one === plain[next] ? patterns[next++] : matchMx(mx, one.host).pattern }));
}

/** As a check tells it of a domain's MX hosts. @param {Host} host @param {Policy} policy @returns {Finding} */
function finding({ host, start, line }, { mode }) {
  const span = { start, end: start + host.length, line, column: 1, endLine: line, endColumn: 1 + host.length };
  const [code, severity] = mode === "enforce" ? /** @type {const} */ (["mx/not-covered", "error"]) : /** @type {const} */ (["mx/not-covered-testing", "warning"]);
  const [rfc, ...sentences] = words[code];
  const [message, help, affects] = sentences.map((sentence) => sentence.replaceAll("{host}", () => host));
  return { code, severity, message, help, affects, rfc, params: { host }, labels: [{ span, message: "" }], fixes: [] };
}

function row({ host, pattern }) {
  const cover = pattern === null ? [chip("fail", HOSTS.notCovered)] : visible(pattern);
  const outcome = pattern === null ? "fail" : "pass";
  return element("tr", { "data-outcome": outcome, "data-host": host }, element("td", {}, ...visible(host)), element("td", {}, ...cover));
}
