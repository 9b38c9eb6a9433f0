// What each file had wrong.
import { chip } from "../chip.js";
import { element, visible } from "../dom.js";
import { findingView } from "../finding.js";
import { foldHead } from "../fold.js";
import { SEVERITIES } from "../words/common.js";
import { SAY } from "../words/reports.js";

/** @typedef {import("./worker.js").Faulty} Faulty */

/** The gravest finding of a file gives its tone. */
const RANKS = /** @type {const} */ ([["error", "fail"], ["warning", "warn"], ["note", "not-tested"]]);

/**
 * @param {Faulty[]} files those that are shown
 * @param {number} all how many there are
 */
export function faultyView(files, all) {
  if (all === 0) return [];
  const beyond = all - files.length;
  return [
    element("h3", { class: "part" }, SAY.files),
    element("ul", { class: "steps", id: "reports-faulty" }, ...files.map(fileItem)),
    beyond > 0 ? element("p", { class: "hint" }, SAY.filesBeyond(beyond)) : "",
  ];
}

/** @param {Faulty} file */
function fileItem({ name, trouble, findings, sources, more }) {
  const title = element("span", { class: "title" }, ...visible(name));
  if (trouble !== undefined) {
    const words = element("span", {}, title, element("br"), element("span", { class: "summary" }, ...visible(trouble)));
    return element("li", { class: "step", "data-outcome": "fail" }, element("div", { class: "head" }, chip("fail"), words));
  }
  const [severity, outcome] = RANKS.find(([rank]) => findings.some((finding) => finding.severity === rank)) ?? RANKS[0];
  const body = element("div", { class: "body" });
  const details = element("details", {}, foldHead(chip(outcome, SEVERITIES[severity]), title), body);
  // Built when opened: there may be thousands.
  const fill = () => {
    const views = findings.map((finding, index) => findingView(finding, sources[index]));
    body.replaceChildren(...views, more > 0 ? element("p", { class: "hint" }, SAY.moreFindings(more)) : "");
  };
  details.addEventListener("toggle", fill, { once: true });
  return element("li", { class: "step", "data-outcome": outcome }, details);
}
