// What a marked stretch of the editor means, told where one points at it and where the caret stands.
import { byId, element, prose } from "../dom.js";
import { SEVERITIES } from "../words/common.js";
import { SAY } from "../words/paste.js";
import { select } from "./editor.js";

/** @typedef {import("../../pkg/index.d.ts").Finding} Finding */

/** @type {Finding[]} */
let known = [];

/** Watches pointer, caret and keys of the editor. */
export function initHints() {
  const area = byId("policy");
  area.addEventListener("pointermove", (event) => point(event.clientX, event.clientY));
  area.addEventListener("pointerleave", () => bubble(undefined));
  area.addEventListener("scroll", () => bubble(undefined));
  document.addEventListener("selectionchange", () => {
    if (document.activeElement === area) tellCaret();
  });
  area.addEventListener("keydown", (event) => {
    if (event.key === "F8") {
      event.preventDefault();
      step(event.shiftKey ? -1 : 1);
    }
  });
}

/** @param {Finding[]} findings of the text as it stands now */
export function hint(findings) {
  known = findings;
  bubble(undefined);
  tellCaret();
}

/** The bubble follows the marks behind the text, which cannot be pointed at themselves. */
function point(x, y) {
  const over = ({ left, right, top, bottom }) => left <= x && x <= right && top <= y && y <= bottom;
  const mark = [...byId("backdrop").querySelectorAll("mark")].find((one) => [...one.getClientRects()].some(over));
  bubble(mark);
}

/** @param {HTMLElement | undefined} mark */
function bubble(mark) {
  const box = byId("bubble");
  const finding = mark && known[Number(mark.dataset.finding)];
  box.hidden = finding === undefined;
  if (mark === undefined || finding === undefined) return;
  box.dataset.severity = finding.severity;
  box.replaceChildren(...sentence(finding), element("span", {}, ...prose(finding.help)));
  const sheet = box.parentElement.getBoundingClientRect();
  const place = mark.getBoundingClientRect();
  box.style.left = `${Math.max(0, Math.min(place.left - sheet.left, sheet.width - box.offsetWidth))}px`;
  box.style.top = `${place.bottom - sheet.top + 4}px`;
}

/** @type {Finding | undefined} */
let told;

/** Below the editor: the finding that the caret stands in. */
function tellCaret() {
  const at = byId("policy").selectionStart;
  const within = ({ labels }) => labels.slice(0, 1).some(({ span }) => span.start <= at && at <= span.end);
  const finding = known.find(within);
  if (finding === told && finding !== undefined) return;
  told = finding;
  const line = byId("at-caret");
  if (finding !== undefined) {
    line.dataset.severity = finding.severity;
    line.replaceChildren(...sentence(finding));
  } else {
    delete line.dataset.severity;
    line.textContent = known.length === 0 ? "" : SAY.keys;
  }
}

/** @param {Finding} finding */
function sentence(finding) {
  const kind = element("strong", { class: "kind" }, `${SEVERITIES[finding.severity]}: `);
  return [kind, ...prose(`${finding.message}. `)];
}

/** To the next finding in the text, or the one before; round at the ends. */
function step(direction) {
  const places = known.flatMap(({ labels }) => labels.slice(0, 1)).map(({ span }) => span);
  places.sort((a, b) => a.start - b.start);
  if (places.length === 0) return;
  const at = byId("policy").selectionStart;
  const next = direction > 0 ? places.find(({ start }) => start > at) : places.findLast(({ start }) => start < at);
  const { start, end } = next ?? places[direction > 0 ? 0 : places.length - 1];
  select(start, end);
}
