// The MX hosts that a visitor typed, held against the policy's patterns.
import { matchAll } from "../../pkg/first/lib/lean.js";
import { matchMx } from "../../pkg/first/lib/match.js";
import { chip } from "../chip.js";
import { element, visible } from "../dom.js";
import { table } from "../table.js";
import { HOSTS } from "../words/paste.js";

/** Names that can be matched all at once; others are converted first, one by one. */
const PLAIN = /^[a-z0-9_-]+(\.[a-z0-9_-]+)*\.?$/i;
const MAX_ROWS = 200;

/** Takes `10 mail.example.com.` as well, as zone files and dig have it. @param {string} text one host a line */
export function hostsOf(text) {
  return text.split("\n").flatMap((line) => line.trim().replace(/^\d+\s+/, "") || []);
}

/**
 * @param {string[]} hosts
 * @param {import("../../pkg/index.d.ts").Policy | null} policy
 * @returns {HTMLElement[]}
 */
export function hostsView(hosts, policy) {
  if (hosts.length === 0) return [];
  const title = element("h3", { class: "part" }, HOSTS.title);
  if (policy === null) return [title, element("p", { class: "hint" }, HOSTS.later)];
  const covered = coverage(hosts, policy);
  const bare = covered.filter(({ pattern }) => pattern === null);
  // With too many to show, those that need a look come first.
  const shown = covered.length > MAX_ROWS ? [...bare, ...covered.filter(({ pattern }) => pattern !== null)].slice(0, MAX_ROWS) : covered;
  const beyond = shown.length < hosts.length ? [element("p", { class: "hint" }, HOSTS.many(shown.length, hosts.length, bare.length))] : [];
  return [title, ...beyond, table(HOSTS.title, HOSTS.heads, shown.map(row))];
}

function coverage(hosts, { mx }) {
  const plain = hosts.filter((host) => PLAIN.test(host));
  const patterns = matchAll(mx, plain);
  let next = 0;
  return hosts.map((host) => ({ host, pattern: host === plain[next] ? patterns[next++] : matchMx(mx, host).pattern }));
}

function row({ host, pattern }) {
  const cover = pattern === null ? [chip("fail", HOSTS.notCovered)] : visible(pattern);
  const outcome = pattern === null ? "fail" : "pass";
  return element("tr", { "data-outcome": outcome, "data-host": host }, element("td", {}, ...visible(host)), element("td", {}, ...cover));
}
