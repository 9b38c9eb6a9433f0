// The same check by a second resolver, and where the two differ.
import { MtaStsError, checkDomain } from "../../pkg/web.js";
import { element, visible } from "../dom.js";
import { table } from "../table.js";
import { SAY } from "../words.js";

/** @typedef {import("../../pkg/index.d.ts").Report} Report */

/** What DNS decides, each as one line of text. */
const ASPECTS = {
  "TXT record": (report) => report.steps[0].source ?? outcomeOf(report, "record"),
  "Delegated to": (report) => report.recordCnames.join(" → "),
  "MX records": (report) => report.mx.map(({ preference, host }) => `${preference} ${host}`).join(", ") || outcomeOf(report, "mx"),
  "MX addresses": ({ mx }) => mx.map(({ addresses }) => addresses.toSorted().join(" ")).join(", "),
  "TLSRPT record": (report) => report.steps.find(({ step }) => step === "tlsrpt")?.source ?? outcomeOf(report, "tlsrpt"),
};

/**
 * @param {Report} report by the first resolver
 * @param {string} resolver the second
 * @param {AbortSignal} signal
 * @param {number} timeout in milliseconds
 * @returns {Promise<HTMLElement>}
 */
export async function comparison(report, resolver, signal, timeout) {
  const title = element("h3", { class: "part" }, SAY.compare.title);
  try {
    const other = await checkDomain(report.domain, { resolver, signal, timeout });
    return element("section", { id: "comparison" }, title, ...difference(report, other, resolver));
  } catch (error) {
    if (!(error instanceof MtaStsError)) throw error;
    return element("section", { id: "comparison" }, title, element("p", {}, ...visible(SAY.compare.failed(error.message))));
  }
}

/** @param {Report} report @param {Report} other @param {string} resolver */
function difference(report, other, resolver) {
  const differing = Object.entries(ASPECTS).filter(([, aspect]) => aspect(report) !== aspect(other));
  if (differing.length === 0) return [element("p", {}, ...visible(SAY.compare.same(resolver)))];
  const rows = differing.map(([name, aspect]) =>
    element(
      "tr",
      {},
      element("th", { scope: "row" }, name),
      element("td", {}, ...visible(aspect(report) || "none")),
      element("td", {}, ...visible(aspect(other) || "none")),
    ),
  );
  return [element("p", {}, SAY.compare.hint), table("Differences between resolvers", ["Record", "First resolver", "Second resolver"], rows)];
}

/** @param {Report} report @param {string} name */
function outcomeOf(report, name) {
  return report.steps.find(({ step }) => step === name)?.summary ?? "";
}
