// "Generate": from a form to everything that is to be published.
import { generate } from "../../pkg/lib/generate.js";
import { init } from "../../pkg/lib/web-init.js";
import { element, visible } from "../dom.js";
import { area, choice, field, input, linesOf } from "../fields.js";
import { findingsPart } from "../finding.js";
import { reason } from "../reason.js";
import { followHash } from "../route.js";
import { resultsOf } from "./results.js";
import { MAX_AGES, MODES, SAY } from "../words/generate.js";

/** Loads the whole module. */
export const prepare = () => init();

/** @param {HTMLElement} mount */
export function start(mount) {
  const controls = {
    domain: input("generate-domain", { inputmode: "url", placeholder: "example.com", required: true }),
    mode: choice("generate-mode-choice", MODES),
    maxAge: choice("generate-max-age", MAX_AGES),
    mx: area("generate-mx", { placeholder: "mail.example.com" }),
    rua: area("generate-rua", { placeholder: "tls-reports@example.com" }),
    policyHost: area("generate-policy-host", { placeholder: "www.example.net" }),
  };
  controls.maxAge.value = "604800";
  const said = element("p", { id: "generate-said", role: "status", "aria-live": "polite", class: "quiet-text" });
  const results = element("div", { id: "generate-results" });
  const form = element(
    "form",
    { id: "generate-form", class: "card" },
    element("div", { class: "grid" }, ...Object.entries(controls).map(([name, control]) => field(SAY[name], control))),
    element("div", { class: "actions" }, element("button", { type: "submit", class: "main" }, SAY.make)),
    element("p", { class: "hint" }, SAY.hint),
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const [sentence, ...parts] = answer(controls);
    said.replaceChildren(...visible(sentence));
    results.replaceChildren(...parts);
  });
  mount.append(form, said, results);
  followHash((hash) => {
    if (!hash.has("generate") || !hash.has("domain")) return false;
    controls.domain.value = hash.get("domain") ?? "";
    controls.mx.value = hash.get("mx") ?? "";
    return true;
  });
}

/** What the form's values lead to: a sentence, and what to show. @returns {[string, ...Node[]]} */
function answer({ domain, mode, maxAge, mx, rua, policyHost }) {
  try {
    const { generated, faults } = generate({
      domain: domain.value.trim(),
      mode: mode.value,
      maxAge: Number(maxAge.value),
      mx: linesOf(mx.value),
      rua: linesOf(rua.value),
      policyHost: linesOf(policyHost.value),
    });
    if (generated === null) return [SAY.faults(faults.length), ...findingsPart(faults)];
    return [SAY.made, ...resultsOf(generated)];
  } catch (error) {
    return [reason(error)];
  }
}
