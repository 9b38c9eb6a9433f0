// All kinds of findings by area, and the explanation of one.
import { explain, explanations } from "../../pkg/first/explanations.js";
import { element, prose, visible } from "../dom.js";
import { explanationOf } from "../route.js";
import { AREAS, SAY } from "../words/learn.js";

/** @typedef {import("../../pkg/explanations.d.ts").Explanation} Explanation */

/** Every code, by area. */
export function codesView() {
  const groups = Object.entries(AREAS).map(([area, title]) => {
    const known = Object.values(explanations).filter(({ code }) => code.startsWith(`${area}/`));
    return element(
      "details",
      { "data-area": area },
      element("summary", {}, `${title} (${known.length})`),
      element("ul", { class: "codes" }, ...known.map(codeItem)),
    );
  });
  return element("section", { class: "card learn", id: "codes" }, element("h3", {}, SAY.codes), element("p", {}, SAY.codesHint), ...groups);
}

/** @param {Explanation} explanation */
function codeItem({ code, message }) {
  const link = element("a", { class: "mono", href: explanationOf(code) }, code);
  return element("li", {}, link, element("span", {}, ...general(message)));
}

/** @param {string} code as the address has it */
export function explanationView(code) {
  const explanation = explain(code);
  if (explanation === null) return card(SAY.unknown, element("p", {}, ...visible(code)));
  const { message, cause, affects, help, wrong, right, rfc } = explanation;
  return card(
    capital(message),
    element("p", { class: "rule" }, code),
    element("p", {}, ...general(cause)),
    element("p", {}, element("strong", {}, SAY.affects), ` ${affects}.`),
    element("p", {}, element("strong", {}, SAY.help), " ", ...general(help)),
    element("div", { class: "grid" }, example(SAY.wrong, wrong, "fail"), example(SAY.right, right, "pass")),
    element("p", {}, SAY.rule, " ", rule(rfc)),
  );
}

function card(title, ...children) {
  return element("section", { class: "card learn" }, element("h3", { tabindex: "-1" }, ...general(title)), ...children);
}

function example(title, text, outcome) {
  const shown = text === "" ? [SAY.nothing] : visible(text);
  const block = element("pre", { class: "block", tabindex: "0", role: "group", "aria-label": title }, ...shown);
  return element("div", { class: "example", "data-outcome": outcome }, element("h4", {}, title), block);
}

/** The section itself, where it is one of an RFC. @param {string} rfc */
function rule(rfc) {
  const [, number, section] = /^RFC (\d+) ([\d.]+)$/.exec(rfc) ?? [];
  if (number === undefined) return rfc;
  return element("a", { href: `https://www.rfc-editor.org/rfc/rfc${number}#section-${section}` }, rfc);
}

/** A sentence of the table, in which `{name}` stands for what differs from case to case. @param {string} sentence */
function general(sentence) {
  return prose(sentence.replaceAll(/\{\w+\}/g, "…"));
}

function capital(sentence) {
  return sentence.charAt(0).toUpperCase() + sentence.slice(1);
}
