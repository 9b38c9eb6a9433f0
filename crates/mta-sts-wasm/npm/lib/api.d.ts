export * from "./check.js";
export * from "./errors.js";
export * from "./findings.js";
export * from "./match.js";
export * from "./parse.js";
export * from "./probe.js";
export * from "./report.js";
export * from "./standards.js";
