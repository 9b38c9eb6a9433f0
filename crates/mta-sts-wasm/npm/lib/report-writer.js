// Writing TLS reports (RFC 8460 4): sessions are added up here, and the core holds the report against the standard.
import * as wasm from "../mta_sts_wasm.js";
import { argument, date, object, optionalString, string, strings } from "./arguments.js";
import { MtaStsError } from "./errors.js";
import { call } from "./module.js";
import { parsePolicy, toAscii } from "./parse.js";
import { parseReport } from "./tlsrpt.js";

const INPUT = "writeReport(input): input";

const YEAR_10000 = Date.UTC(10_000);

/** The texts of a failure, with the RFC's names. */
const DETAILS = {
  resultType: "result-type",
  sendingMtaIp: "sending-mta-ip",
  receivingMxHostname: "receiving-mx-hostname",
  receivingMxHelo: "receiving-mx-helo",
  receivingIp: "receiving-ip",
  additionalInformation: "additional-information",
  failureReasonCode: "failure-reason-code",
};

export function writeReport(input) {
  const { policies, uniqueId, ...head } = object(input, INPUT);
  if (!Array.isArray(policies)) throw argument(`${INPUT}.policies`, "an array", policies);
  const domain = toAscii(string(head.policyDomain, `${INPUT}.policyDomain`));
  const text = JSON.stringify({
    "organization-name": string(head.organizationName, `${INPUT}.organizationName`),
    "date-range": { "start-datetime": rfc3339(head.start, `${INPUT}.start`), "end-datetime": rfc3339(head.end, `${INPUT}.end`) },
    "contact-info": string(head.contactInfo, `${INPUT}.contactInfo`),
    "report-id": string(head.reportId, `${INPUT}.reportId`),
    policies: policies.map((policy, index) => reported(policy, domain, `${INPUT}.policies[${index}]`)),
  });
  const unique = optionalString(uniqueId, `${INPUT}.uniqueId`);
  const names = call(wasm.namesOfReport, text, domain, unique);
  if (names.length < 4) throw new MtaStsError("invalid-argument", `${INPUT}: ${messageOf(names[0], text)}`);
  const [jsonFilename, gzipFilename, subject, submitter] = names;
  // RFC 8460 5.3: the fields that a mail with the report has.
  const headerFields = { "TLS-Report-Domain": domain, "TLS-Report-Submitter": submitter };
  return { text, jsonFilename, gzipFilename, subject, headerFields };
}

function messageOf(code, text) {
  return parseReport(text).findings.find((finding) => finding.code === code)?.message;
}

function reported(given, domain, name) {
  const { sts, tlsa, successfulSessions = 0, failedSessions = [] } = object(given, name);
  if (!Number.isSafeInteger(successfulSessions) || successfulSessions < 0) {
    throw argument(`${name}.successfulSessions`, "a whole number from 0 on", successfulSessions);
  }
  if (!Array.isArray(failedSessions) || !failedSessions.every(Array.isArray)) {
    throw argument(`${name}.failedSessions`, "an array of arrays", failedSessions);
  }
  return {
    policy: { ...applied(sts, tlsa, name), "policy-domain": domain },
    // RFC 8460 4: failure types are not exclusive; a session counts once.
    summary: { "total-successful-session-count": successfulSessions, "total-failure-session-count": failedSessions.length },
    "failure-details": addedUp(failedSessions, `${name}.failedSessions`),
  };
}

/** RFC 8460 4.4, 4.5: an MTA-STS policy as it was served, TLSA records a line each, or neither. */
function applied(sts, tlsa, name) {
  if (sts !== undefined && tlsa !== undefined) throw new MtaStsError("invalid-argument", `${name} must have sts or tlsa, not both`);
  if (sts !== undefined) {
    const { value, salvaged } = parsePolicy(string(sts, `${name}.sts`));
    return { "policy-type": "sts", "policy-string": lines(sts), "mx-host": (value ?? salvaged)?.mx ?? [] };
  }
  if (tlsa !== undefined) return { "policy-type": "tlsa", "policy-string": strings(tlsa, `${name}.tlsa`).flatMap(records) };
  return { "policy-type": "no-policy-found", "policy-string": [] };
}

/** Blank ones are told too; behind the last line end there is none. */
function lines(text) {
  const parts = text.split(/\r?\n/);
  return parts.at(-1) === "" ? parts.slice(0, -1) : parts;
}

/** RFC 8460 4.5: a record a line, or over several in parentheses, as its four fields. */
function records(text) {
  const joined = text.replace(/\([^)]*\)?/g, (group) => group.replace(/[()\s]+/g, " "));
  return lines(joined).map(fourFields).filter((record) => record !== "");
}

function fourFields(line) {
  const words = line.split(/[)\s]+/).filter((word) => word !== "");
  return [...words.slice(0, 3), words.slice(3).join("")].join(" ").trimEnd();
}

/** Failures that are alike are one entry with the number of their sessions (RFC 8460 4.4). */
function addedUp(sessions, name) {
  const entries = new Map();
  sessions.forEach((failures, session) => {
    const told = failures.map((failure, index) => JSON.stringify(details(failure, `${name}[${session}][${index}]`)));
    for (const key of new Set(told)) entries.set(key, (entries.get(key) ?? 0) + 1);
  });
  return Array.from(entries, ([key, count]) => ({ ...JSON.parse(key), "failed-session-count": count }));
}

function details(failure, name) {
  const given = object(failure, name);
  string(given.resultType, `${name}.resultType`);
  const known = Object.entries(DETAILS).filter(([key]) => (optionalString(given[key], `${name}.${key}`) ?? "") !== "");
  const entry = Object.fromEntries(known.map(([key, member]) => [member, given[key]]));
  const host = "receiving-mx-hostname";
  return host in entry ? { ...entry, [host]: toAscii(entry[host]) } : entry;
}

/** RFC 8460 4.4: as RFC 3339 has it, in UTC. Names of files count seconds from 1970 on (RFC 8460 5.1). */
function rfc3339(value, name) {
  const time = date(value, name);
  if (time < 0 || time >= YEAR_10000) throw new MtaStsError("invalid-argument", `${name} must be in the years from 1970 to 9999`);
  return new Date(time).toISOString().replace(/\.\d+Z$/, "Z");
}
