// What the reports add up to, in one sentence and over time.
import { chip } from "../chip.js";
import { element, visible } from "../dom.js";
import { table } from "../table.js";
import { chartView } from "./chart.js";
import { SAY } from "../words/reports.js";

/** @typedef {import("../../pkg/index.d.ts").ReportTotals} ReportTotals */
/** @typedef {import("./mode.js").Filter} Filter */

/** Beyond this many days, months are shown. */
const MAX_DAYS = 92;

/**
 * @param {ReportTotals} totals
 * @param {{ reports: number, faulty: number }} read
 * @param {Filter} filter
 * @param {() => void} widen
 */
export function summaryView(totals, read, filter, widen) {
  const { reports, complete, successfulSessions, failedSessions, byDay, byOrganization } = totals;
  const sessions = successfulSessions + failedSessions;
  const outcome = sessions === 0 ? "not-tested" : failedSessions === 0 ? "pass" : "warn";
  const days = byDay.flatMap(({ name }) => name ?? []);
  const range = days.length === 0 ? "" : SAY.days(days[0], days.at(-1));
  const repeats = read.reports - reports;
  const narrowed = Object.values(filter);
  return element(
    "div",
    { class: "verdict", "data-outcome": outcome, id: "reports-summary" },
    chip(outcome),
    element("h3", {}, SAY.headline(failedSessions, sessions)),
    element("p", {}, SAY.source(reports, byOrganization.length, range)),
    filter.policyDomain === undefined && repeats > 0 ? element("p", {}, SAY.repeats(repeats)) : null,
    complete ? null : element("p", {}, SAY.incomplete),
    read.faulty > 0 ? element("p", {}, SAY.faultyFiles(read.faulty)) : null,
    narrowed.length === 0
      ? null
      : element(
          "div",
          { class: "actions narrowed" },
          element("span", {}, `${SAY.narrowed} `, ...narrowed.flatMap((value, index) => [index > 0 ? ", " : "", element("strong", {}, ...visible(value ?? SAY.unsaid))])),
          element("button", { type: "button", class: "small", id: "reports-widen", click: widen }, SAY.everything),
        ),
  );
}

/** Sessions over time as a chart, and the same as a table. @param {ReportTotals} totals */
export function timeView({ byDay }) {
  const dated = byDay.flatMap(({ name, ...sessions }) => (name === null ? [] : [{ name, ...sessions }]));
  if (dated.length === 0) return [];
  const monthly = dated.length > MAX_DAYS;
  const rows = monthly ? months(dated) : dated;
  const title = monthly ? SAY.byMonth : SAY.byDay;
  const undated = byDay.filter(({ name }) => name === null).map((row) => ({ ...row, name: SAY.noDay }));
  const cells = [...rows, ...undated].map(({ name, successfulSessions, failedSessions }) =>
    element(
      "tr",
      {},
      element("th", { scope: "row" }, name),
      element("td", {}, successfulSessions.toLocaleString("en")),
      element("td", {}, failedSessions.toLocaleString("en")),
    ),
  );
  const numbers = table(title, [monthly ? SAY.month : SAY.day, SAY.as, SAY.failed], cells, { stacked: false });
  return [
    element("h3", { class: "part" }, title),
    element("div", { class: "card numbers" }, chartView(rows), element("details", {}, element("summary", {}, SAY.asTable), numbers)),
  ];
}

function months(days) {
  /** @type {Map<string, { name: string, successfulSessions: number, failedSessions: number }>} */
  const sums = new Map();
  for (const { name, successfulSessions, failedSessions } of days) {
    const month = name.slice(0, 7);
    const sum = sums.get(month) ?? { name: month, successfulSessions: 0, failedSessions: 0 };
    sum.successfulSessions += successfulSessions;
    sum.failedSessions += failedSessions;
    sums.set(month, sum);
  }
  return [...sums.values()];
}
