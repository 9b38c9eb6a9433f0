// "Learn": how MTA-STS works, and the explanation of each finding.
import { element, prose } from "../dom.js";
import { followHash } from "../route.js";
import { table } from "../table.js";
import { codesView, explanationView } from "./codes.js";
import { picture } from "./picture.js";
import { ATTACKER, CACHE, MODES_IN_WORDS, SAY, WAY } from "../words/story.js";

/** @param {HTMLElement} mount */
export function start(mount) {
  const place = element("div", { id: "explanation" });
  mount.append(place, part(SAY.picture, ...picture()), way(), modes(), cache(), attacker(), codesView());
  followHash((hash) => {
    const code = hash.get("code");
    if (!hash.has("learn") || code === null) return false;
    const view = explanationView(code);
    place.replaceChildren(view);
    view.querySelector("h3")?.focus();
    return true;
  });
}

function part(title, ...children) {
  return element("section", { class: "card learn" }, element("h3", {}, title), ...children);
}

function way() {
  const items = WAY.map(([actor, deed, words, rfc]) =>
    element(
      "li",
      { "data-actor": actor },
      element("p", { class: "actor" }, actor),
      element("div", {}, element("p", { class: "deed" }, deed), element("p", {}, ...prose(words)), element("p", { class: "rule" }, rfc)),
    ),
  );
  return part(SAY.way, element("ol", { class: "way" }, ...items));
}

function modes() {
  const rows = MODES_IN_WORDS.map(([mode, words, reported]) =>
    element("tr", {}, element("th", { scope: "row" }, element("code", {}, mode)), element("td", {}, words), element("td", {}, reported)),
  );
  return part(SAY.modes, table(SAY.modes, SAY.modesHeads, rows));
}

function cache() {
  const items = CACHE.flatMap(([event, words]) => [element("dt", {}, ...prose(event)), element("dd", {}, ...prose(words))]);
  return part(SAY.cache, element("dl", { class: "events" }, ...items));
}

function attacker() {
  const list = (entries) => element("ul", {}, ...entries.map((entry) => element("li", {}, ...prose(entry))));
  const column = (title, entries) => element("div", {}, element("h4", {}, title), list(entries));
  return part(SAY.attacker, element("div", { class: "grid" }, column(SAY.cannot, ATTACKER.cannot), column(SAY.can, ATTACKER.can)));
}
