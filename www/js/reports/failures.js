// Failures drilled into: each list narrows the others.
import { element, prose, visible } from "../dom.js";
import { FACETS, SAY } from "../words/reports.js";

/** @typedef {import("../../pkg/index.d.ts").ReportTotals} ReportTotals */
/** @typedef {import("./mode.js").Filter} Filter */
/** @typedef {{ name: string | null, number: number, note?: Node | null }} Row */

/** Rows of a list at first, and at most. */
const FEW = 6;
const MANY = 200;

/**
 * @param {ReportTotals} whole of all reports
 * @param {ReportTotals} shown of the chosen Policy Domain
 * @param {Filter} filter
 * @param {(filter: Filter) => void} narrow
 */
export function failuresView(whole, shown, filter, narrow) {
  const domains = whole.byPolicyDomain
    .filter(({ name }) => !("policyDomain" in filter) || name === filter.policyDomain)
    .map(({ name, successfulSessions, failedSessions }) => ({
      name,
      number: successfulSessions + failedSessions,
      note: element("p", { class: "hint" }, `${SAY.failed}: ${failedSessions.toLocaleString("en")}`),
    }));
  const list = (key, title, rows) => facetView(key, title, rows, filter, narrow);
  const parts = [element("h3", { class: "part" }, SAY.domains), list("policyDomain", "", domains)];
  const failures = matching(shown, filter);
  parts.push(element("h3", { class: "part" }, SAY.failures));
  if (failures.length === 0) {
    const words = shown.failedSessions === 0 ? SAY.noFailures : SAY.noDetails;
    return [...parts, element("p", { class: "hint" }, words)];
  }
  const explained = new Map(shown.resultTypes.map((note) => [note.name, note]));
  const noted = (row) => ({ ...row, note: noteOf(explained.get(row.name)) });
  const [first, ...others] = Object.entries(FACETS).map(([key, title]) => {
    const rows = sums(failures, key);
    return list(key, title, key === "resultType" ? rows.map(noted) : rows);
  });
  return [...parts, element("p", { class: "hint" }, SAY.failuresHint), first, element("div", { class: "facets" }, ...others)];
}

/** @param {ReportTotals} totals @param {Filter} filter */
export function matching({ failures }, filter) {
  const wanted = Object.entries(filter);
  return failures.filter((failure) => wanted.every(([key, value]) => failure[key] === value));
}

/** @returns {Row[]} the worst first */
function sums(failures, key) {
  const numbers = new Map();
  for (const failure of failures) numbers.set(failure[key], (numbers.get(failure[key]) ?? 0) + failure.failedSessions);
  return [...numbers].map(([name, number]) => ({ name, number })).sort((a, b) => b.number - a.number);
}

/** What a result-type means, and what to do. */
function noteOf(known) {
  if (known === undefined) return null;
  const meaning = known.meaning.charAt(0).toUpperCase() + known.meaning.slice(1);
  return element("p", { class: "note" }, ...prose(`${meaning}. `), element("strong", {}, SAY.action), " ", ...prose(known.action));
}

/** @param {string} key @param {string} title @param {Row[]} rows @param {Filter} filter @param {(filter: Filter) => void} narrow */
function facetView(key, title, rows, filter, narrow) {
  // Where no report says anything there is nothing to choose.
  if (rows.every(({ name }) => name === null) && !(key in filter)) return null;
  const chosen = key in filter;
  const most = Math.max(1, ...rows.map(({ number }) => number));
  const toggle = (name) => {
    const { [key]: _, ...rest } = filter;
    narrow(chosen ? rest : { ...filter, [key]: name });
  };
  /** @param {Row} row */
  const item = ({ name, number, note = null }) => {
    const bar = element("span", { class: "bar", "aria-hidden": "true" });
    bar.style.width = `${(100 * number) / most}%`;
    const words = [element("span", { class: "name" }, ...visible(name ?? SAY.unsaid)), element("span", { class: "number" }, number.toLocaleString("en"))];
    // A Policy Domain that no report names cannot be asked for.
    const open = key !== "policyDomain" || name !== null;
    const button = open
      ? element("button", { type: "button", class: "pick", "aria-pressed": String(chosen), click: () => toggle(name) }, ...words)
      : element("span", { class: "pick" }, ...words);
    return element("li", {}, button, bar, note);
  };
  const box = element("ul", { class: "bars" }, ...rows.slice(0, FEW).map(item));
  return element("section", { class: "card facet", "data-facet": key }, title === "" ? null : element("h4", {}, title), box, ...rest(rows, item, box));
}

/** The rows beyond the first, once they are asked for. */
function rest(rows, item, box) {
  if (rows.length <= FEW) return [];
  const shown = Math.min(rows.length, MANY);
  const button = element("button", { type: "button", class: "small" }, SAY.showAll(shown));
  button.addEventListener("click", () => {
    const added = rows.slice(FEW, shown).map(item);
    box.append(...added);
    if (rows.length > shown) box.append(element("li", { class: "hint" }, SAY.beyond(rows.length - shown)));
    button.remove();
    added[0].querySelector("button")?.focus();
  });
  return [element("div", { class: "actions" }, button)];
}
