// The functions of the package; each entry exports them with an `init` of its own.
export { apply } from "./apply.js";
export { checkDomain, checkEvents, fetchPolicy } from "./check.js";
export { compareReports, compareResolvers } from "./compare.js";
export { decide } from "./decide.js";
export { coverage, diffPolicies, fixedPolicy, fixedRecord, fixedTlsrptRecord } from "./edit.js";
export { MtaStsError } from "./errors.js";
export { generate } from "./generate.js";
export { isValid, matchAll, parse, recordId } from "./lean.js";
export { matchMx } from "./match.js";
export { maxAgeAdvice, parsePolicy, parseRecord, parseTlsrptRecord, toAscii } from "./parse.js";
export { plan } from "./plan.js";
export { cacheApiPolicyCache, kvPolicyCache, mapPolicyCache } from "./policy-caches.js";
export { writeReport } from "./report-writer.js";
export { senderViews } from "./senders.js";
export { packReport, parseReport, readReport, reportTotals } from "./tlsrpt.js";
