// The MX hosts that a visitor typed, held against the policy's patterns.
import { matchMx } from "../../pkg/web.js";
import { element, visible } from "../dom.js";
import { table } from "../table.js";
import { SAY } from "../words.js";

/**
 * @param {string} text one host a line
 * @param {import("../../pkg/index.d.ts").Policy | null} policy
 * @returns {HTMLElement[]}
 */
export function hostsView(text, policy) {
  const hosts = text.split("\n").map(hostOf).filter((host) => host !== "");
  if (hosts.length === 0) return [];
  const title = element("h3", { class: "part" }, SAY.paste.hosts);
  if (policy === null) return [title, element("p", { class: "hint" }, SAY.paste.hostsLater)];
  return [title, table(SAY.paste.hosts, ["MX host", "Covered by"], hosts.map((host) => row(host, policy)))];
}

function row(host, policy) {
  const { pattern } = matchMx(policy.mx, host);
  const cover = pattern === null ? [element("span", { class: "chip" }, element("span", { "aria-hidden": "true" }, "✕"), SAY.paste.notCovered)] : visible(pattern);
  const outcome = pattern === null ? "fail" : "pass";
  return element("tr", { "data-outcome": outcome, "data-host": host }, element("td", {}, ...visible(host)), element("td", {}, ...cover));
}

/** Takes `10 mail.example.com.` as well, as zone files and dig have it. */
function hostOf(line) {
  return line.trim().replace(/^\d+\s+/, "");
}
