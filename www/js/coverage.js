// What to make of `mx` patterns beside the MX hosts: near misses, patterns of no use, and lists that would do.
import { coverage } from "../pkg/lib/edit.js";
import { copyable, element, prose } from "./dom.js";
import { SAY } from "./words/coverage.js";

/** No domain has as many hosts. */
const MAX_HOSTS = 500;
const MAX_NOTES = 20;

/**
 * Nothing where there is nothing to say. It needs the whole module.
 *
 * @param {string[]} patterns
 * @param {string[]} hosts
 * @returns {HTMLElement[]}
 */
export function coverageAdvice(patterns, hosts) {
  if (hosts.length === 0 || hosts.length > MAX_HOSTS) return [];
  const known = attempt(patterns, hosts);
  if (known === null) return [];
  const notes = [
    ...known.hosts.flatMap(({ host, missedBy }) => (missedBy === null ? [] : [SAY.missed(missedBy, host)])),
    ...known.patterns.flatMap(({ pattern, hosts, publicSuffix, provider }) => [
      ...(hosts.length === 0 ? [SAY.unused(pattern)] : []),
      ...(publicSuffix ? [SAY.publicSuffix(pattern)] : provider === null ? [] : [SAY.provider(pattern, provider)]),
    ]),
  ];
  const bare = known.hosts.some(({ coveredBy }) => coveredBy === null);
  if (notes.length === 0 && !bare) return [];
  const beyond = notes.length - MAX_NOTES;
  return [
    element("ul", { class: "notes" }, ...notes.slice(0, MAX_NOTES).map((note) => element("li", {}, ...prose(note))), beyond > 0 ? element("li", {}, SAY.beyond(beyond)) : null),
    element("details", { class: "proposals" }, element("summary", {}, SAY.proposals), ...known.proposals.flatMap(proposalView)),
  ];
}

/** `null` for patterns or hosts that are none: what is wrong with them is told elsewhere. */
function attempt(patterns, hosts) {
  try {
    return coverage(patterns, hosts);
  } catch {
    return null;
  }
}

function proposalView({ title, mx }) {
  const lines = mx.map((pattern) => `mx: ${pattern}\n`).join("");
  return [element("p", {}, `${title.charAt(0).toUpperCase()}${title.slice(1)}:`), copyable(lines, SAY.lines)];
}
