// The fields of "Paste a policy".
import { element } from "../dom.js";
import { SAY } from "../words/paste.js";
import { Editor } from "./editor.js";

/** By the names that a link has for them. */
const FIELDS = {
  policy: { rows: "12", placeholder: "version: STSv1" },
  txt: { rows: "2", placeholder: "v=STSv1; id=20260101T000000Z;" },
  tlsrpt: { rows: "2", placeholder: "v=TLSRPTv1; rua=mailto:tls@example.com" },
  hosts: { rows: "3", placeholder: "mail.example.com" },
};

/** @param {() => void} changed @returns {Record<keyof typeof FIELDS, Editor>} */
export function editors(changed) {
  const made = Object.entries(FIELDS).map(([name, attributes]) => [name, new Editor(name, attributes, changed)]);
  return /** @type {any} */ (Object.fromEntries(made));
}

/**
 * @param {Record<keyof typeof FIELDS, Editor>} editors
 * @param {{ example: () => void, link: HTMLElement }} actions
 * @param {HTMLElement[]} judgement what is said of the texts
 */
export function form({ policy, ...others }, { example, link }, judgement) {
  const tools = element("div", { class: "actions" }, element("button", { id: "example", type: "button", class: "small", click: example }, SAY.example), link);
  const rest = Object.entries(others).map(([name, editor]) => element("div", {}, element("label", { for: name }, SAY[name]), editor.view));
  return element(
    "div",
    { class: "columns" },
    element(
      "div",
      {},
      element("div", { class: "labelled" }, element("label", { for: "policy" }, SAY.policy), tools),
      policy.view,
      element("p", { id: "offline", class: "hint" }, SAY.local),
      element("div", { class: "editors" }, ...rest),
    ),
    element("p", { id: "judged", class: "quiet", role: "status", "aria-live": "polite" }),
    element("div", { id: "judgement", role: "region", "aria-label": SAY.findings }, ...judgement),
  );
}
