// Two versions of a policy held against each other: what a change means for Senders that have the old one (RFC 8461 8.1).
import { diffPolicies } from "../../pkg/lib/edit.js";
import { changesView } from "../changes.js";
import { chip } from "../chip.js";
import { element, visible } from "../dom.js";
import { area, field, input, linesOf } from "../fields.js";
import { findingsPart } from "../finding.js";
import { reason } from "../reason.js";
import { SEVERITIES } from "../words/common.js";
import { COMPARE } from "../words/plan.js";

/** For ids that are not known: they are taken to differ, and nothing is said of them. */
const [NO_ID, ANOTHER_ID, ABOUT_IDS] = ["", "another", "diff/id-only"];

/** The gravest first, and what it makes of the whole. */
const OUTCOMES = /** @type {const} */ ({ error: "fail", warning: "warn", note: "pass" });
const RANKS = Object.keys(OUTCOMES);

/** The form, and what comes of it. */
export function comparison() {
  const controls = {
    before: area("compare-before", { rows: "6", placeholder: "version: STSv1" }),
    after: area("compare-after", { rows: "6", placeholder: "version: STSv1" }),
    beforeId: input("compare-before-id", { placeholder: "20260101T000000Z" }),
    afterId: input("compare-after-id", { placeholder: "20260201T000000Z" }),
    hosts: area("compare-hosts", { placeholder: "mail.example.com" }),
  };
  const said = element("p", { id: "compare-said", role: "status", "aria-live": "polite" });
  const results = element("div", { id: "compare-results" });
  const form = element(
    "form",
    { id: "compare-form" },
    element("div", { class: "grid pairs" }, ...Object.entries(controls).map(([name, control]) => field(COMPARE[name], control))),
    element("div", { class: "actions" }, element("button", { type: "submit", class: "main" }, COMPARE.make)),
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const [sentence, ...parts] = answer(controls);
    said.replaceChildren(...visible(sentence));
    // Where a verdict is shown, it is only for those who listen.
    said.className = parts.length > 0 ? "quiet" : "";
    results.replaceChildren(...parts);
  });
  const title = element("h3", {}, COMPARE.title);
  return element("section", { class: "comparison" }, element("div", { class: "card" }, title, element("p", { class: "hint" }, COMPARE.hint), form), said, results);
}

/** A sentence, and what to show. @returns {[string, ...Node[]]} */
function answer({ before, after, beforeId, afterId, hosts }) {
  if (before.value.trim() === "" || after.value.trim() === "") return [COMPARE.missing];
  const ids = [beforeId, afterId].map(({ value }) => value.trim());
  const known = ids.filter((id) => id !== "").length;
  if (known === 1) return [COMPARE.bothIds];
  const [oldId, newId] = known === 0 ? [NO_ID, ANOTHER_ID] : ids;
  try {
    const all = diffPolicies({ policy: before.value, id: oldId }, { policy: after.value, id: newId }, linesOf(hosts.value));
    const findings = known === 0 ? all.filter(({ code }) => code !== ABOUT_IDS) : all;
    if (findings.length === 0) return [COMPARE.same];
    findings.sort((a, b) => RANKS.indexOf(a.severity) - RANKS.indexOf(b.severity));
    const [{ severity }] = findings;
    const outcome = OUTCOMES[severity];
    const word = severity === "note" ? undefined : SEVERITIES[severity];
    const verdict = element("div", { class: "verdict", "data-outcome": outcome }, chip(outcome, word), element("h3", {}, COMPARE.outcomes[outcome]));
    const changes = before.value === after.value ? [] : [element("h3", { class: "part" }, COMPARE.changes), changesView(before.value, after.value)];
    return [`${COMPARE.outcomes[outcome]}.`, verdict, ...findingsPart(findings), ...changes];
  } catch (error) {
    return [reason(error)];
  }
}
