// The failures as CSV and the totals as JSON, as they are shown.
import { element } from "../dom.js";
import { save } from "../files.js";
import { matching } from "./failures.js";
import { SAY } from "../words/reports.js";

/** @typedef {import("../../pkg/index.d.ts").ReportTotals} ReportTotals */
/** @typedef {import("./mode.js").Filter} Filter */

/** Columns by the names that reports have for them. */
const COLUMNS = {
  "policy-domain": "policyDomain",
  "organization-name": "organizationName",
  "result-type": "resultType",
  "receiving-mx-hostname": "receivingMxHostname",
  "receiving-ip": "receivingIp",
  "sending-mta-ip": "sendingMtaIp",
  "failure-reason-code": "failureReasonCode",
  "failed-session-count": "failedSessions",
};

/** @param {ReportTotals} totals @param {Filter} filter */
export function exportsView(totals, filter) {
  const csv = () => save("tls-failures.csv", csvOf(matching(totals, filter)), "text/csv");
  const json = () => save("tls-reports.json", `${JSON.stringify(totals, null, 2)}\n`, "application/json");
  return element(
    "div",
    { class: "actions exports" },
    element("button", { type: "button", id: "reports-csv", click: csv }, SAY.csv),
    element("button", { type: "button", id: "reports-json", click: json }, SAY.json),
  );
}

/** RFC 4180. */
function csvOf(failures) {
  const rows = failures.map((failure) => Object.values(COLUMNS).map((key) => cell(failure[key] ?? "")));
  return [Object.keys(COLUMNS), ...rows].map((row) => `${row.join(",")}\r\n`).join("");
}

/** Spreadsheets run what begins like a formula; an apostrophe makes it text. */
function cell(value) {
  if (typeof value === "number") return String(value);
  const inert = /^[=+\-@\t\r\n]/.test(value) ? `'${value}` : value;
  return `"${inert.replaceAll('"', '""')}"`;
}
