// The same check by a second resolver, and where the two differ.
import { checkDomain } from "../../pkg/lib/check.js";
import { MtaStsError } from "../../pkg/lib/errors.js";
import { element, visible } from "../dom.js";
import { table } from "../table.js";
import { COMPARE } from "../words/check.js";

/** @typedef {import("../../pkg/index.d.ts").Report} Report */

/** What DNS decides, each as one line of text. */
const ASPECTS = {
  [COMPARE.record]: (report) => report.steps[0].source ?? outcomeOf(report, "record"),
  [COMPARE.delegated]: (report) => report.recordCnames.join(" → "),
  [COMPARE.mx]: (report) => report.mx.map(({ preference, host }) => `${preference} ${host}`).join(", ") || outcomeOf(report, "mx"),
  [COMPARE.addresses]: ({ mx }) => mx.map(({ addresses }) => addresses.toSorted().join(" ")).join(", "),
  [COMPARE.tlsrpt]: (report) => report.steps.find(({ step }) => step === "tlsrpt")?.source ?? outcomeOf(report, "tlsrpt"),
};

/**
 * @param {Report} report by the first resolver
 * @param {string} resolver the second
 * @param {AbortSignal} signal
 * @param {number} timeout in milliseconds
 * @returns {Promise<HTMLElement>}
 */
export async function comparison(report, resolver, signal, timeout) {
  const title = element("h3", { class: "part" }, COMPARE.title);
  try {
    const other = await checkDomain(report.domain, { resolver, signal, timeout });
    return element("section", { id: "comparison" }, title, ...difference(report, other, resolver));
  } catch (error) {
    if (!(error instanceof MtaStsError)) throw error;
    return element("section", { id: "comparison" }, title, element("p", {}, ...visible(COMPARE.failed(error.message))));
  }
}

/** @param {Report} report @param {Report} other @param {string} resolver */
function difference(report, other, resolver) {
  const differing = Object.entries(ASPECTS).filter(([, aspect]) => aspect(report) !== aspect(other));
  if (differing.length === 0) return [element("p", {}, ...visible(COMPARE.same(resolver)))];
  const rows = differing.map(([name, aspect]) =>
    element(
      "tr",
      {},
      element("th", { scope: "row" }, name),
      element("td", {}, ...visible(aspect(report) || COMPARE.nothing)),
      element("td", {}, ...visible(aspect(other) || COMPARE.nothing)),
    ),
  );
  return [element("p", {}, COMPARE.hint), table(COMPARE.differences, COMPARE.heads, rows)];
}

/** @param {Report} report @param {string} name */
function outcomeOf(report, name) {
  return report.steps.find(({ step }) => step === name)?.summary ?? "";
}
