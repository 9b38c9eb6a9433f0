// The fields of "Paste a policy".
import { element } from "../dom.js";
import { area, field } from "../fields.js";
import { SAY } from "../words/paste.js";

/** @param {{ example: () => void, link: HTMLElement }} actions */
export function form({ example, link }) {
  const tools = element("div", { class: "actions" }, element("button", { id: "example", type: "button", class: "small", click: example }, SAY.example), link);
  return element(
    "div",
    { class: "columns" },
    element(
      "div",
      {},
      element("div", { class: "labelled" }, element("label", { for: "policy" }, SAY.policy), tools),
      editor(),
      element("p", { id: "at-caret", class: "at-caret", role: "status" }),
      element("p", { id: "offline", class: "hint" }, SAY.local),
      element(
        "div",
        { class: "grid" },
        field(SAY.txt, area("txt", { rows: "2", placeholder: "v=STSv1; id=20260101T000000Z;" })),
        field(SAY.tlsrpt, area("tlsrpt", { rows: "2", placeholder: "v=TLSRPTv1; rua=mailto:tls@example.com" })),
        field(SAY.hosts, area("hosts", { placeholder: "mail.example.com" })),
      ),
    ),
    element("p", { id: "judged", class: "quiet", role: "status", "aria-live": "polite" }),
    element("div", { id: "judgement", role: "region", "aria-label": SAY.findings }),
  );
}

/** The text area lies over a sheet of the same metrics, which carries the marks. */
function editor() {
  const attributes = { rows: "12", autocomplete: "off", autocapitalize: "none", placeholder: "version: STSv1", "aria-describedby": "offline at-caret" };
  return element(
    "div",
    { class: "editor" },
    element("div", { id: "gutter", class: "gutter", "aria-hidden": "true" }),
    element(
      "div",
      { class: "sheet" },
      element("pre", { id: "backdrop", class: "backdrop", "aria-hidden": "true" }),
      area("policy", attributes),
      element("div", { id: "bubble", class: "bubble", role: "tooltip", hidden: true }),
    ),
  );
}
