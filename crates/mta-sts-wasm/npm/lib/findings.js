// The words of findings, which the module leaves out: as a table here they can be translated, and are better packed.
import { words } from "../words.js";

/**
 * A result with the words of its findings.
 *
 * @template {{ findings: import("../index.js").Finding[] }} T
 * @param {T} result
 * @returns {T}
 */
export function worded(result) {
  result.findings = allWorded(result.findings);
  return result;
}

/** @param {import("../index.js").Finding[]} findings */
export function allWorded(findings) {
  return findings.map(({ code, severity, params, labels, fixes }) => {
    const [rfc, message, help, affects] = words[code];
    return { code, severity, message: filled(message, params), help: filled(help, params), params, labels, fixes, rfc, affects };
  });
}

/** Replaces `{name}` by the parameter of that name. */
function filled(text, params) {
  return text.replace(/\{([^}]*)\}/g, (_, name) => (Object.hasOwn(params, name) ? params[name] : name));
}
