// The words of "Reports". What a result-type means and asks for comes from the core.
import { count } from "./common.js";

const mebibytes = (bytes) => `${bytes / 1_048_576} MiB`;

export const SAY = {
  drop: "Drop TLS reports here, as they arrive: .json, .json.gz, mail messages (.eml, .mbox) or whole folders, any number at once.",
  local: "They are unpacked, read and added up on this machine; nothing is sent anywhere.",
  choose: "Choose files",
  folder: "Choose a folder",
  more: "Add more",
  clear: "Start over",
  cancel: "Cancel",
  reading: (done, all) => `Reading ${done.toLocaleString("en")} of ${count(all, "file")}`,
  adding: "Adding up",
  listing: "Looking through what was dropped",
  noFile: "There is no file in it.",
  stillReading: "Other files are still being read. Add these once that is done.",
  cancelled: (done, all) => `Cancelled: ${done.toLocaleString("en")} of ${count(all, "file")} read, and counted here.`,
  stopped: (why) => `Reading stopped: ${why}. Load this page again.`,
  noWorker: "its worker did not start",
  message: (name, place) => `${name}, message ${place}`,
  noReport: "No report could be read in these files.",

  tooLarge: (limit) => `It is larger than ${mebibytes(limit)} when unpacked, which no report is, and was not read.`,
  tooMuch: (limit) => `It was not read: with it the reports would be larger than ${mebibytes(limit)}. Read them in parts.`,
  damaged: "It is packed with gzip and damaged, so it was not read in part.",
  unreadable: "The browser could not read this file.",
  zip: "It is a zip file, which RFC 8460 does not use. Unpack it, and give the .json file in it.",
  mailWithout: "It is a mail message without a TLS report. Its report is a part of type application/tlsrpt+gzip or application/tlsrpt+json.",
  folderUnreadable: (why) => `The folder could not be read: ${why}.`,

  headline: (failed, all) =>
    all === 0 ? "No sessions were reported" : failed === 0 ? `All ${count(all, "session")} were as the policies ask` : `${failed.toLocaleString("en")} of ${count(all, "session")} failed (${percent(failed, all)})`,
  source: (reports, organizations, days) => `${capital(count(reports, "report"))} from ${count(organizations, "organization")}${days}.`,
  days: (first, last) => (first === last ? `, of ${first}` : `, from ${first} to ${last}`),
  repeats: (number) => `${capital(count(number, "report"))} came again and ${number === 1 ? "counts" : "count"} once.`,
  incomplete: "There is more than fits: some reports or rows are left out of the tables.",
  faultyFiles: (number) => `${capital(count(number, "file"))} had something wrong; see below.`,

  byDay: "Sessions a day",
  dayChart: (rows) => `Sessions from ${rows[0].name} to ${rows.at(-1).name}, the failed ones marked; the same numbers are in the table below.`,
  byMonth: "Sessions a month",
  asTable: "As a table",
  day: "Day",
  month: "Month",
  as: "As the policy asks",
  failed: "Failed",
  noDay: "no date",
  unsaid: "not said",

  narrowed: "Only",
  everything: "Show everything",
  domains: "Policy Domains",
  failures: "What failed",
  failuresHint: "One session can fail in several ways. Choose a row to see only that.",
  noFailures: "Nothing failed.",
  noDetails: "The reports tell no details of these failures.",
  action: "What to do:",
  showAll: (number) => `Show all ${number.toLocaleString("en")}`,
  beyond: (number) => `and ${number.toLocaleString("en")} more: in the CSV file`,

  csv: "Save failures as CSV",
  json: "Save totals as JSON",

  files: "What files had wrong",
  filesBeyond: (number) => `${capital(count(number, "more file"))} had something wrong.`,
  moreFindings: (number) => `${capital(count(number, "more finding"))} in this file.`,
};

/** What failures can be narrowed to, and the title of each list. */
export const FACETS = {
  resultType: "Result types",
  receivingMxHostname: "MX hosts",
  receivingIp: "Addresses of MX hosts",
  sendingMtaIp: "Addresses of Senders",
  organizationName: "Reported by",
  failureReasonCode: "Reasons given",
};

function percent(part, all) {
  const share = (100 * part) / all;
  return share < 0.1 ? "less than 0.1 %" : `${share.toFixed(1)} %`;
}

function capital(text) {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
