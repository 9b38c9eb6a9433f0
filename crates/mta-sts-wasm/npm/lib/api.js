// The functions of the package; each entry exports them with an `init` of its own.
export { checkDomain, checkEvents, fetchPolicy } from "./check.js";
export { MtaStsError } from "./errors.js";
export { matchMx } from "./match.js";
export { maxAgeAdvice, parsePolicy, parseRecord, parseTlsrptRecord, toAscii } from "./parse.js";
