// Verdict and evidence of a finished check.
import { element, visible } from "./dom.js";
import { chip } from "./steps.js";
import { STEPS } from "./words.js";

/** @typedef {import("../pkg/index.d.ts").Report} Report */

/** @param {Report} report */
export function verdictView({ verdict, headline, domain, untested }) {
  const names = untested.map((step) => STEPS[step]);
  const not = names.length > 0 ? `Not tested: ${names.join("; ")}.` : "Every step was tested.";
  return element(
    "div",
    { class: "verdict", "data-outcome": verdict, "data-domain": domain },
    chip(verdict),
    element("h3", { tabindex: "-1" }, ...visible(capital(headline))),
    element("p", {}, not),
  );
}

/** @param {Report} report */
export function evidenceView(report) {
  const { record, recordCnames, policy, maxAgeAdvice, tlsrpt, policyUrl } = report;
  const facts = [
    ["Policy", policyUrl],
    ["Record id", record?.id],
    ["Record delegated to", recordCnames.join(" → ")],
    ["Mode", policy?.mode],
    ["max_age", maxAgeAdvice],
    ["TLS reports go to", tlsrpt?.rua.join(", ")],
  ].filter(([, value]) => value);
  const list = facts.flatMap(([name, value]) => [element("dt", {}, name), element("dd", {}, ...visible(value))]);
  return element("div", {}, element("h3", { class: "part" }, "Evidence"), element("dl", { class: "facts" }, ...list), mxTable(report));
}

function mxTable({ mx, implicitMx, nullMx }) {
  if (nullMx) return element("p", {}, "The domain takes no mail (null MX).");
  if (mx.length === 0) return null;
  const rows = mx.map(({ preference, host, addresses, coveredBy }) =>
    element(
      "tr",
      {},
      element("td", {}, implicitMx ? "implicit" : String(preference)),
      element("td", {}, ...visible(host)),
      element("td", {}, addresses.join(" ") || "none"),
      element("td", {}, ...(coveredBy === null ? ["–"] : visible(coveredBy))),
    ),
  );
  return table("MX hosts", ["Preference", "MX host", "Addresses", "Covered by"], rows);
}

/** A table that scrolls within itself where the screen is narrow. */
export function table(name, heads, rows) {
  const head = element("tr", {}, ...heads.map((text) => element("th", { scope: "col" }, text)));
  const table = element("table", {}, element("thead", {}, head), element("tbody", {}, ...rows));
  return element("div", { class: "scroll", tabindex: "0", role: "group", "aria-label": name }, table);
}

function capital(text) {
  // Domain names keep their case.
  return /^[a-z]+ /.test(text) ? text[0].toUpperCase() + text.slice(1) : text;
}
