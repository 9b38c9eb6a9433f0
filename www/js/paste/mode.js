// "Paste a policy": judged at each keystroke, without any network.
import { fixedPolicy, maxAgeAdvice, parsePolicy } from "../../pkg/web.js";
import { chip } from "../chip.js";
import { byId, copyText, copyable, element, visible } from "../dom.js";
import { acceptDrops, reason, textOf } from "../files.js";
import { findingView } from "../finding.js";
import { followHash, linkTo } from "../route.js";
import { isSafe, lineStarts } from "../text.js";
import { EXAMPLE, SAY, count } from "../words.js";
import { changesView } from "./changes.js";
import { apply, decorate, initEditor, select } from "./editor.js";
import { hint, initHints } from "./hints.js";
import { hostsOf, hostsView } from "./hosts.js";
import { recordViews, recordsOf } from "./records.js";

/** The fields of this mode, by the names that a link has for them. */
const FIELDS = ["policy", "txt", "tlsrpt", "hosts"];

/** RFC 8461 3.3: the length that Senders are advised to read at most; no more is judged. */
const MAX_POLICY = 65_536;

/** Milliseconds without a keystroke that are a pause. */
const PAUSE = 300;

export function initPasteMode() {
  initEditor(judge);
  initHints();
  for (const id of ["txt", "tlsrpt", "hosts"]) byId(id).addEventListener("input", judge);
  byId("example").addEventListener("click", () => fill(EXAMPLE));
  acceptDrops(byId("paste-mode"), openFile);
  const link = () => linkTo("paste", Object.fromEntries(FIELDS.map((id) => [id, byId(id).value])));
  byId("paste-tools").append(copyText(SAY.paste.link, link, { class: "small" }));
  followHash((hash) => {
    if (!hash.has("paste") || !FIELDS.some((id) => hash.has(id))) return false;
    fill(Object.fromEntries(FIELDS.map((id) => [id, hash.get(id) ?? ""])));
    return true;
  });
  judge();
}

/** @param {File[]} files */
async function openFile(files) {
  try {
    const policy = await textOf(files[0]);
    fill({ policy, txt: byId("txt").value, tlsrpt: byId("tlsrpt").value, hosts: byId("hosts").value });
  } catch (error) {
    byId("at-caret").replaceChildren(...visible(reason(error)));
  }
}

/** @param {{ policy?: string, txt?: string, tlsrpt?: string, hosts?: string }} inputs */
export function fill({ policy = "", txt = "", tlsrpt = "", hosts = "" }) {
  byId("txt").value = txt;
  byId("tlsrpt").value = tlsrpt;
  byId("hosts").value = hosts;
  // As if typed, so that undo brings back what stood there.
  apply([{ start: 0, end: byId("policy").value.length, replacement: policy }]);
  judge();
}

function judge() {
  const whole = byId("policy").value;
  const text = whole.slice(0, MAX_POLICY);
  const view = byId("judgement");
  const records = recordViews({ sts: byId("txt").value, tlsrpt: byId("tlsrpt").value });
  if (text === "") {
    decorate("", []);
    hint([]);
    view.replaceChildren(element("p", { class: "hint" }, SAY.paste.start), ...records);
    clearTimeout(asking);
    return;
  }
  const parsed = parsePolicy(text);
  decorate(text, parsed.findings, lineStarts(whole.slice(MAX_POLICY)).length - 1);
  hint(parsed.findings);
  const policy = parsed.value ?? parsed.salvaged;
  const hosts = hostsOf(byId("hosts").value);
  const judged = whole === text ? [verdict(parsed, text), ...policyFindings(parsed), ...mendedView(parsed)] : [tooLong(), ...policyFindings(parsed)];
  view.replaceChildren(...judged, ...hostsView(hosts, policy), ...records, senders);
  announce(view.querySelector(".verdict").textContent);
  askSenders(text, hosts);
}

/** Stays while the next view of Senders is made. */
const senders = element("div", { id: "senders" });
let asking;

/** What Senders would do takes a moment: it is told once the typing pauses. */
function askSenders(text, hosts) {
  clearTimeout(asking);
  asking = setTimeout(async () => {
    const { sendersView } = await import("../senders/view.js");
    const records = recordsOf(byId("txt").value);
    senders.replaceChildren(sendersView(text, hosts, records.length === 0 ? undefined : records));
  }, PAUSE);
}

let announcing;

/** For screen readers: the verdict, once the typing pauses. */
function announce(text) {
  clearTimeout(announcing);
  announcing = setTimeout(() => (byId("judged").textContent = text), 2 * PAUSE);
}

function verdict({ value, salvaged, findings }, text) {
  const errors = findings.filter(({ severity }) => severity === "error").length;
  const warnings = findings.filter(({ severity }) => severity === "warning").length;
  const outcome = errors > 0 ? "fail" : warnings > 0 ? "warn" : "pass";
  const policy = value ?? salvaged;
  const heading =
    value !== null
      ? SAY.paste.mode(value.mode, count(value.mx.length, "mx pattern"))
      : salvaged !== null
        ? SAY.paste.tolerated
        : SAY.paste.ignored;
  const advice = value === null ? null : element("p", {}, `max_age ${maxAgeAdvice(text)}.`);
  const fixes = findings.flatMap((finding) => finding.fixes.filter(isSafe).slice(0, 1));
  const all = element("button", { type: "button", id: "fix-all", click: () => applyAll(fixes) }, SAY.paste.fixAll);
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

function tooLong() {
  return element("div", { class: "verdict", "data-outcome": "fail" }, chip("fail"), element("h3", {}, SAY.paste.tooLong), element("p", {}, SAY.paste.partOnly));
}

function policyFindings({ findings, source }) {
  return findings.map((finding) => {
    const [label] = finding.labels;
    const place = label && element("button", { type: "button", class: "go", click: () => select(label.span.start, label.span.end) }, SAY.paste.goTo(label.span.line));
    const buttons = finding.fixes.map((fix) =>
      element("button", { type: "button", class: "small", click: () => applyAll([fix]) }, isSafe(fix) ? SAY.paste.fix(fix.title) : SAY.paste.perhaps(fix.title)),
    );
    return findingView(finding, source, element("div", { class: "actions" }, place, ...buttons));
  });
}

function applyAll(fixes) {
  const edits = fixes.flatMap((fix) => fix.edits).sort((a, b) => a.span.start - b.span.start);
  const apart = [];
  for (const { span, replacement } of edits) {
    if (span.start >= (apart.at(-1)?.end ?? 0)) apart.push({ start: span.start, end: span.end, replacement });
  }
  apply(apart);
}

/** The corrected file, and what differs. */
function mendedView({ source }) {
  const mended = fixedPolicy(source).source;
  if (mended === source) return [];
  return [
    element("h3", { class: "part" }, SAY.paste.mended),
    changesView(source, mended),
    element("details", {}, element("summary", {}, SAY.paste.mendedFile), copyable(mended, "the corrected file")),
  ];
}
