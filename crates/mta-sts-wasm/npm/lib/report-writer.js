// Writing TLS reports (RFC 8460 4): sessions are added up here, and the core holds the report against the standard.
import * as wasm from "../mta_sts_wasm.js";
import { argument, date, object, optionalString, string, strings } from "./arguments.js";
import { MtaStsError } from "./errors.js";
import { call } from "./module.js";
import { parsePolicy, toAscii } from "./parse.js";
import { parseReport } from "./tlsrpt.js";

const INPUT = "writeReport(input): input";

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
  if (names === undefined) throw new MtaStsError("invalid-argument", `${INPUT}: ${parseReport(text).findings[0]?.message}`);
  const [jsonFilename, gzipFilename, subject, submitter] = names;
  // RFC 8460 5.3: the fields that a mail with the report has.
  const headerFields = { "TLS-Report-Domain": domain, "TLS-Report-Submitter": submitter };
  return { text, jsonFilename, gzipFilename, subject, headerFields };
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
  if (sts !== undefined) {
    const { value, salvaged } = parsePolicy(string(sts, `${name}.sts`));
    return { "policy-type": "sts", "policy-string": lines(sts), "mx-host": (value ?? salvaged)?.mx ?? [] };
  }
  if (tlsa !== undefined) return { "policy-type": "tlsa", "policy-string": strings(tlsa, `${name}.tlsa`).flatMap(lines) };
  return { "policy-type": "no-policy-found", "policy-string": [] };
}

function lines(text) {
  return text.split(/\r?\n/).filter((line) => line.trim() !== "");
}

/** Failures that are alike are one entry with their number. */
function addedUp(sessions, name) {
  const entries = new Map();
  sessions.forEach((failures, session) => {
    failures.forEach((failure, index) => {
      const entry = details(failure, `${name}[${session}][${index}]`);
      const key = JSON.stringify(entry);
      if (!entries.has(key)) entries.set(key, { ...entry, "failed-session-count": 0 });
      entries.get(key)["failed-session-count"] += 1;
    });
  });
  return [...entries.values()];
}

function details(failure, name) {
  const given = object(failure, name);
  string(given.resultType, `${name}.resultType`);
  const known = Object.entries(DETAILS).filter(([key]) => (optionalString(given[key], `${name}.${key}`) ?? "") !== "");
  const entry = Object.fromEntries(known.map(([key, member]) => [member, given[key]]));
  const host = "receiving-mx-hostname";
  return host in entry ? { ...entry, [host]: toAscii(entry[host]) } : entry;
}

/** RFC 8460 4.4: as RFC 3339 has it, in UTC. */
function rfc3339(value, name) {
  return new Date(date(value, name)).toISOString().replace(/\.\d+Z$/, "Z");
}
