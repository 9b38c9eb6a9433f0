// Several resolvers asked the same, and where their answers differ.
import { argument, object, optionalFunction, optionalSignal, string } from "./arguments.js";
import { checkDomain } from "./check.js";

/** What DNS says of a domain, read out of a report: texts in an order of their own, or `null` for no answer. */
const ASPECTS = {
  record: (report) => texts(report, "record"),
  "record-cnames": (report) => (unanswered(report, "record") ? null : report.recordCnames),
  mx: mxRecords,
  "mx-addresses": mxAddresses,
  tlsrpt: (report) => texts(report, "tlsrpt"),
  spf: (report) => mailRecord(report, report.spf),
  dmarc: (report) => mailRecord(report, report.dmarc),
};

export async function compareResolvers(domain, options) {
  const name = "compareResolvers(domain, options)";
  string(domain, `${name}: domain`);
  const { resolvers, signal, onEvent, ...others } = object(options, `${name}: options`);
  if (!Array.isArray(resolvers) || resolvers.length < 2) {
    throw argument("options.resolvers", "an array of two URLs or more", resolvers);
  }
  optionalSignal(signal, "options.signal");
  optionalFunction(onEvent, "options.onEvent");
  // Where one check ends with an error, nobody waits for the others any more.
  const leaving = new AbortController();
  const shared = { ...others, signal: signal === undefined ? leaving.signal : AbortSignal.any([signal, leaving.signal]) };
  try {
    const checks = resolvers.map((resolver) =>
      checkDomain(domain, { ...shared, resolver, onEvent: onEvent && ((event) => onEvent(event, resolver)) }),
    );
    const reports = await Promise.all(checks);
    return { domain: reports[0].domain, reports, ...compareReports(reports) };
  } finally {
    leaving.abort();
  }
}

export function compareReports(reports) {
  const name = "compareReports(reports): reports";
  if (!Array.isArray(reports) || reports.length < 2) throw argument(name, "an array of two reports or more", reports);
  reports.forEach((report, index) => {
    if (!Array.isArray(object(report, `${name}[${index}]`).steps)) throw argument(`${name}[${index}]`, "a report", report);
    if (report.domain !== reports[0].domain) throw argument(`${name}[${index}].domain`, `"${reports[0].domain}", as the first one's`, report.domain);
  });
  const told = reports.map((report, index) => answersOf(report, `${name}[${index}]`));
  const answers = Object.keys(ASPECTS).map((aspect) => compared(aspect, told.map((one) => one[aspect])));
  return { outcome: worst(answers.map(({ outcome }) => outcome)), answers };
}

/** Its answers by aspect. Reports may come from anywhere. */
function answersOf(report, name) {
  try {
    return Object.fromEntries(Object.entries(ASPECTS).map(([aspect, read]) => [aspect, read(report)]));
  } catch {
    throw argument(name, "a report", report);
  }
}

function compared(aspect, answers) {
  const given = new Set(answers.filter((answer) => answer !== null).map((answer) => JSON.stringify(answer)));
  // What one resolver did not answer may be what the other did: that proves nothing.
  const outcome = given.size > 1 ? "different" : answers.includes(null) ? "not-tested" : "same";
  return { aspect, outcome, answers };
}

function worst(outcomes) {
  return ["different", "not-tested"].find((outcome) => outcomes.includes(outcome)) ?? "same";
}

function step(report, name) {
  return report.steps.find((one) => one.step === name);
}

function unanswered(report, name) {
  return step(report, name)?.outcome === "not-tested";
}

/** TXT records, one a line of the step's source. Resolvers hand a set on in any order. */
function texts(report, name) {
  if (unanswered(report, name)) return null;
  const { source, summary } = step(report, name);
  // Without a source the chain of CNAMEs leads nowhere, which the summary says.
  return source === undefined ? [summary] : source.split("\n").filter(Boolean).sort();
}

function mxRecords(report) {
  // The step also ends as not tested where an address is missing.
  if (report.mx.length === 0 && unanswered(report, "mx")) return null;
  // RFC 7505 3: what a null MX looks like.
  if (report.nullMx) return ["0 ."];
  return report.implicitMx ? [] : report.mx.map(({ preference, host }) => `${preference} ${host}`);
}

function mxAddresses(report) {
  if (unanswered(report, "mx")) return null;
  return report.mx.flatMap(({ host, addresses }) => addresses.map((address) => `${host} ${address}`)).sort();
}

function mailRecord(report, text) {
  if (text !== null) return [text];
  return unanswered(report, "mail") ? null : [];
}
