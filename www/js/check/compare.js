// The same check by a second resolver, and where the two differ.
import { checkDomain } from "../../pkg/first/lib/check.js";
import { compareReports } from "../../pkg/first/lib/compare.js";
import { MtaStsError } from "../../pkg/first/lib/errors.js";
import { element, visible } from "../dom.js";
import { table } from "../table.js";
import { COMPARE } from "../words/check.js";

/** @typedef {import("../../pkg/index.d.ts").Report} Report */

/**
 * @param {Report} report by the first resolver
 * @param {string} resolver the second
 * @param {AbortSignal} signal
 * @param {number} timeout in milliseconds
 * @returns {Promise<HTMLElement>}
 */
export async function comparison(report, resolver, signal, timeout) {
  const title = element("h3", {}, COMPARE.title);
  try {
    const other = await checkDomain(report.domain, { resolver, signal, timeout });
    return element("section", { id: "comparison", class: "card" }, title, ...difference(report, other, resolver));
  } catch (error) {
    if (!(error instanceof MtaStsError)) throw error;
    return element("section", { id: "comparison", class: "card" }, title, element("p", {}, ...visible(COMPARE.failed(error.message))));
  }
}

/** @param {Report} report @param {Report} other @param {string} resolver */
function difference(report, other, resolver) {
  const { outcome, answers } = compareReports([report, other]);
  if (outcome === "same") return [element("p", {}, ...visible(COMPARE.same(resolver)))];
  const rows = answers
    .filter((compared) => compared.outcome !== "same")
    .map((compared) =>
      element(
        "tr",
        {},
        element("th", { scope: "row" }, COMPARE.aspects[compared.aspect]),
        ...compared.answers.map((texts) => element("td", {}, ...visible(words(texts)))),
      ),
    );
  const hint = outcome === "different" ? COMPARE.hint : COMPARE.unanswered;
  return [element("p", {}, hint), table(COMPARE.differences, COMPARE.heads, rows)];
}

/** @param {string[] | null} texts */
function words(texts) {
  if (texts === null) return COMPARE.noAnswer;
  return texts.length === 0 ? COMPARE.nothing : texts.join(", ");
}
