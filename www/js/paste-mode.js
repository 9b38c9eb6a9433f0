// "Paste a policy": judged at each keystroke, without any network.
import { matchMx, maxAgeAdvice, parsePolicy, parseRecord } from "../pkg/web.js";
import { byId, element, visible } from "./dom.js";
import { apply, decorate, initEditor, select } from "./editor.js";
import { findingView } from "./finding.js";
import { table } from "./report.js";
import { chip } from "./steps.js";
import { isSafe } from "./text.js";
import { EXAMPLE } from "./words.js";

export function initPasteMode() {
  initEditor(judge);
  for (const id of ["txt", "hosts"]) byId(id).addEventListener("input", judge);
  byId("example").addEventListener("click", () => fill(EXAMPLE));
  judge();
}

/** @param {{ policy?: string, txt?: string, hosts?: string }} inputs */
export function fill({ policy = "", txt = "", hosts = "" }) {
  byId("txt").value = txt;
  byId("hosts").value = hosts;
  // As if typed, so that undo brings back what stood there.
  apply([{ start: 0, end: byId("policy").value.length, replacement: policy }]);
  judge();
}

function judge() {
  const text = byId("policy").value;
  const view = byId("judgement");
  if (text === "") {
    decorate("", []);
    view.replaceChildren(element("p", { class: "hint" }, "Paste a policy, or load the example, to see what Senders make of it."), ...recordView());
    return;
  }
  const parsed = parsePolicy(text);
  decorate(text, parsed.findings);
  view.replaceChildren(verdict(parsed, text), ...policyFindings(parsed), ...mxView(parsed), ...recordView());
  announce(view.querySelector(".verdict").textContent);
}

let announcing;

/** For screen readers: the verdict, once the typing pauses. */
function announce(text) {
  clearTimeout(announcing);
  announcing = setTimeout(() => (byId("judged").textContent = text), 700);
}

function verdict({ value, salvaged, findings }, text) {
  const errors = findings.filter(({ severity }) => severity === "error").length;
  const warnings = findings.filter(({ severity }) => severity === "warning").length;
  const outcome = errors > 0 ? "fail" : warnings > 0 ? "warn" : "pass";
  const policy = value ?? salvaged;
  const heading =
    value !== null
      ? `Mode ${value.mode}, ${count(value.mx.length, "mx pattern")}`
      : salvaged !== null
        ? "A strict Sender ignores this policy; a tolerant one reads it"
        : "Senders ignore this policy";
  const advice = value === null ? null : element("p", {}, `max_age ${maxAgeAdvice(text)}.`);
  const fixes = findings.flatMap((finding) => finding.fixes.filter(isSafe).slice(0, 1));
  const all = element("button", { type: "button", id: "fix-all", click: () => applyAll(fixes) }, "Apply all safe fixes");
  return element(
    "div",
    { class: "verdict", "data-outcome": outcome, "data-mode": policy?.mode },
    chip(outcome),
    element("h3", {}, heading),
    advice,
    element("p", {}, `${count(errors, "error")}, ${count(warnings, "warning")}.`),
    fixes.length > 0 ? element("div", { class: "actions" }, all) : null,
  );
}

function policyFindings({ findings, source }) {
  return findings.map((finding) => {
    const [label] = finding.labels;
    const place = label && element("button", { type: "button", class: "go", click: () => select(label.span.start, label.span.end) }, `Go to line ${label.span.line}`);
    const buttons = finding.fixes.map((fix) =>
      element("button", { type: "button", class: "small", click: () => applyAll([fix]) }, isSafe(fix) ? `Fix: ${fix.title}` : `Perhaps: ${fix.title}`),
    );
    return findingView(finding, source, element("div", { class: "actions" }, place, ...buttons));
  });
}

function applyAll(fixes) {
  const edits = fixes.flatMap((fix) => fix.edits).sort((a, b) => a.span.start - b.span.start);
  const apart = [];
  for (const { span, replacement } of edits) {
    if (apart.length === 0 || span.start >= apart.at(-1).end) apart.push({ start: span.start, end: span.end, replacement });
  }
  apply(apart);
}

function mxView({ value, salvaged }) {
  const hosts = byId("hosts").value.split("\n").map(hostOf).filter((host) => host !== "");
  if (hosts.length === 0) return [];
  const title = element("h3", { class: "part" }, "MX hosts");
  const policy = value ?? salvaged;
  if (policy === null) return [title, element("p", { class: "hint" }, "Once the policy can be read, its patterns are held against these hosts.")];
  const rows = hosts.map((host) => {
    const { matches, pattern } = matchMx(policy.mx, host);
    const outcome = matches ? "pass" : "fail";
    return element("tr", { "data-outcome": outcome, "data-host": host }, element("td", {}, ...visible(host)), element("td", {}, ...(matches ? visible(pattern) : [chipText("not covered")])));
  });
  return [title, table("MX hosts", ["MX host", "Covered by"], rows)];
}

/** Takes `10 mail.example.com.` as well, as zone files and dig have it. */
function hostOf(line) {
  return line.trim().replace(/^\d+\s+/, "");
}

function chipText(text) {
  return element("span", { class: "chip" }, element("span", { "aria-hidden": "true" }, "✕"), text);
}

function recordView() {
  const records = byId("txt").value.split("\n").filter((line) => line.trim() !== "");
  if (records.length === 0) return [];
  const { value, source, findings } = parseRecord(records);
  const outcome = value === null ? "fail" : findings.some(({ severity }) => severity === "warning") ? "warn" : "pass";
  const heading = value === null ? "Senders ignore this record" : `Valid, id ${value.id}`;
  return [
    element("h3", { class: "part" }, "TXT record"),
    element("p", { "data-outcome": outcome, id: "record-verdict" }, chip(outcome), ` ${heading}`),
    ...findings.map((finding) => findingView(finding, source)),
  ];
}

function count(number, thing) {
  return `${number === 0 ? "no" : number} ${thing}${number === 1 ? "" : "s"}`;
}
