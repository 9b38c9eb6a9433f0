// Verdict and evidence of a finished check.
import { chip } from "../chip.js";
import { copyText, element, visible } from "../dom.js";
import { save } from "../files.js";
import { linkTo } from "../route.js";
import { table } from "../table.js";
import { EVIDENCE, SAY, STEPS } from "../words/check.js";
import { linkedSettings } from "./settings.js";
import { anotherTry } from "./ways.js";

/** @typedef {import("../../pkg/index.d.ts").Report} Report */

/** @param {Report} report @param {{ retry: () => void }} actions */
export function verdictView({ verdict, headline, domain, untested, steps, mx }, actions) {
  const names = untested.map((step) => STEPS[step]);
  const missing = isMissing(steps);
  const not = names.length > 0 ? SAY.untested(names) : SAY.allTested;
  return element(
    "div",
    { class: "verdict", "data-outcome": verdict, "data-domain": domain },
    // What is not there is not broken.
    chip(verdict, missing ? SAY.missing : undefined),
    element("h3", { tabindex: "-1" }, ...visible(capital(headline))),
    element("p", {}, not),
    missing ? element("p", {}, element("a", { "data-way": "generate", href: generatorFor(domain, mx) }, SAY.generate)) : null,
    ...(steps.map((step) => anotherTry(step, actions)).find((ways) => ways.length > 0) ?? []),
  );
}

/** @param {Report["steps"]} steps */
function isMissing(steps) {
  return steps.some(({ findings }) => findings.some(({ code }) => code === "record/missing"));
}

/** The generator with what is known filled in. @param {string} domain @param {Report["mx"]} mx */
function generatorFor(domain, mx) {
  return linkTo("generate", { domain, mx: mx.map(({ host }) => host).join("\n") });
}

/** @param {Report} report */
export function evidenceView(report) {
  const { record, recordCnames, policy, maxAgeAdvice, tlsrpt, policyUrl, dnssec, spf, dmarc } = report;
  const facts = [
    [EVIDENCE.policyUrl, policyUrl],
    [EVIDENCE.id, record?.id],
    [EVIDENCE.delegated, recordCnames.join(" → ")],
    [EVIDENCE.mode, policy?.mode],
    [EVIDENCE.maxAge, maxAgeAdvice],
    [EVIDENCE.rua, tlsrpt?.rua.join(", ")],
    [EVIDENCE.dnssec, vouchedFor(dnssec)],
    [EVIDENCE.spf, spf],
    [EVIDENCE.dmarc, dmarc],
    // A print must tell how old it is.
    [EVIDENCE.checked, EVIDENCE.time(new Date())],
  ];
  const list = facts.flatMap(([name, value]) => (value ? [element("dt", {}, name ?? ""), element("dd", {}, ...visible(value))] : []));
  return element("section", { class: "card evidence" }, element("h3", {}, EVIDENCE.title), element("dl", { class: "facts" }, ...list), mxTable(report));
}

/** What the resolver says of DNSSEC. @param {Report["dnssec"]} dnssec */
function vouchedFor(dnssec) {
  const names = Object.entries(EVIDENCE.vouched).flatMap(([what, name]) => (dnssec[what] ? [name] : []));
  return names.length === 0 ? EVIDENCE.notVouched : names.join(", ");
}

function mxTable({ mx, implicitMx, nullMx }) {
  if (nullMx) return element("p", {}, EVIDENCE.nullMx);
  if (mx.length === 0) return null;
  const rows = mx.map(({ preference, host, addresses, coveredBy }) =>
    element(
      "tr",
      {},
      element("td", {}, implicitMx ? EVIDENCE.implicit : String(preference)),
      element("td", {}, ...visible(host)),
      element("td", {}, addresses.join(" ") || EVIDENCE.noAddress),
      element("td", {}, ...(coveredBy === null ? ["–"] : visible(coveredBy))),
    ),
  );
  return table(EVIDENCE.mx, EVIDENCE.mxHeads, rows);
}

/** What can be taken away: a link with the inputs, the report as JSON, paper. @param {Report} report */
export function exportsView(report) {
  const { domain } = report;
  const link = () => linkTo("check", { domain, ...linkedSettings() });
  const json = () => save(`mta-sts-${domain}.json`, `${JSON.stringify(report, null, 2)}\n`, "application/json");
  return element(
    "div",
    { class: "actions exports" },
    copyText(EVIDENCE.linkTo, link),
    element("button", { type: "button", id: "save-json", click: json }, EVIDENCE.saveJson),
    element("button", { type: "button", click: () => print() }, EVIDENCE.print),
  );
}

function capital(text) {
  // Domain names keep their case.
  return /^[a-z]+ /.test(text) ? text[0].toUpperCase() + text.slice(1) : text;
}
