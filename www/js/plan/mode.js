// "Plan": from what is published to what is wanted, step by step.
import { plan } from "../../pkg/lib/plan.js";
import { init } from "../../pkg/lib/web-init.js";
import { element, visible } from "../dom.js";
import { area, choice, field, input } from "../fields.js";
import { save } from "../files.js";
import { findingsPart } from "../finding.js";
import { reason } from "../reason.js";
import { comparison } from "./compare.js";
import { calendar, checklist } from "./exports.js";
import { inputOf } from "./input.js";
import { picture } from "./picture.js";
import { timeline } from "./timeline.js";
import { iso, utc } from "./times.js";
import { MODES, SAY, WANTED } from "../words/plan.js";

/** Loads the whole module. */
export const prepare = () => init();

/** @param {HTMLElement} mount */
export function start(mount) {
  const seconds = { inputmode: "numeric", placeholder: "86400" };
  const today = {
    domain: input("plan-domain", { inputmode: "url", placeholder: "example.com", required: true }),
    beginning: input("plan-beginning", { type: "date", required: true }),
    id: input("plan-id", { placeholder: "20260101T000000Z" }),
    policy: area("plan-policy", { rows: "5", placeholder: "version: STSv1" }),
    mxHosts: area("plan-mx", { rows: "5", placeholder: "mail.example.com" }),
  };
  const earlier = {
    earlierPolicy: area("plan-earlier", { rows: "5", placeholder: "version: STSv1" }),
    earlierUntil: input("plan-earlier-until", { type: "date" }),
  };
  const ttls = {
    recordTtl: input("plan-record-ttl", seconds),
    mxTtl: input("plan-mx-ttl", seconds),
    hostTtl: input("plan-host-ttl", seconds),
  };
  const wanted = {
    what: choice("plan-wanted", WANTED),
    mode: choice("plan-mode-choice", MODES),
    maxAge: input("plan-max-age", { inputmode: "numeric", placeholder: SAY.unchanged }),
    toMxHosts: area("plan-to-mx", { placeholder: SAY.unchanged }),
    policyHost: input("plan-policy-host", { inputmode: "url", placeholder: SAY.unchanged }),
  };
  today.beginning.value = iso(Date.now() / 1000).slice(0, 10);
  const said = element("p", { id: "plan-said", role: "status", "aria-live": "polite" });
  const results = element("div", { id: "plan-results" });
  const form = element(
    "form",
    { id: "plan-form", class: "card" },
    group(SAY.today, today, options(SAY.earlier, earlier), options(SAY.ttls, ttls)),
    group(SAY.wanted, wanted),
    element("div", { class: "actions" }, element("button", { type: "submit", class: "main" }, SAY.make)),
    element("p", { class: "hint" }, SAY.hint),
  );
  wanted.what.addEventListener("change", () => {
    const { what, ...policy } = wanted;
    for (const control of Object.values(policy)) control.disabled = what.value === "removed";
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const [sentence, ...parts] = answer({ ...today, ...earlier, ...ttls, ...wanted });
    said.replaceChildren(...visible(sentence));
    results.replaceChildren(...parts);
  });
  mount.append(form, said, results, comparison());
}

function group(title, controls, ...more) {
  return element("fieldset", {}, element("legend", {}, title), grid(controls), ...more);
}

function options(title, controls) {
  return element("details", { class: "options" }, element("summary", {}, title), grid(controls));
}

function grid(controls) {
  return element("div", { class: "grid" }, ...Object.entries(controls).map(([name, control]) => field(SAY[name], control)));
}

/** What the form's values lead to: a sentence, and what to show. @returns {[string, ...Node[]]} */
function answer(controls) {
  try {
    const wish = inputOf(controls);
    const { steps, done, findings } = plan(wish);
    const views = findingsPart(findings);
    if (findings.some(({ severity }) => severity === "error")) return [SAY.impossible, ...views];
    if (steps.length === 0) return [SAY.nothing, ...views];
    const sentence = SAY.steps(steps.length, utc(done.usual), utc(done.certain));
    return [sentence, ...views, element("p", { class: "hint" }, SAY.times), ...picture(steps), timeline(steps), exportsOf(wish.domain, steps)];
  } catch (error) {
    return [reason(error)];
  }
}

function exportsOf(domain, steps) {
  const button = (label, listener) => element("button", { type: "button", click: listener }, label);
  return element(
    "div",
    { class: "actions exports" },
    button(SAY.saveChecklist, () => save(`plan-${domain}.txt`, checklist(domain, steps), "text/plain")),
    button(SAY.saveCalendar, () => save(`plan-${domain}.ics`, calendar(domain, steps, Math.floor(Date.now() / 1000)), "text/calendar")),
  );
}
