// "Check a domain": streams the steps, then the verdict and the evidence.
import { MtaStsError, checkDomain, toAscii } from "../pkg/web.js";
import { byId, copyable, element } from "./dom.js";
import { evidenceView, verdictView } from "./report.js";
import { hashParameters, settings } from "./settings.js";
import { pendingSteps, showStep, stopPending } from "./steps.js";
import { OUTCOMES, STEPS } from "./words.js";

/** @type {AbortController | null} */
let running = null;

/** @param {(inputs: { txt: string, hosts: string }) => void} toPaste */
export function initCheckMode(toPaste) {
  byId("check-form").addEventListener("submit", (event) => {
    event.preventDefault();
    check(byId("domain").value.trim(), toPaste);
  });
  byId("cancel").addEventListener("click", () => running?.abort());
  const follow = () => {
    const domain = hashParameters().get("domain");
    if (!domain) return;
    byId("domain").value = domain;
    check(domain, toPaste);
  };
  addEventListener("hashchange", follow);
  follow();
}

async function check(domain, toPaste) {
  byId("domain-error").textContent = "";
  if (!isDomain(domain)) return;
  running?.abort();
  const controller = new AbortController();
  running = controller;
  const list = pendingSteps();
  const view = byId("report");
  view.replaceChildren(list);
  busy(true);
  const onEvent = (event) => {
    if (event.event !== "step-finished" || running !== controller) return;
    const { step } = event;
    showStep(list, step, wayOn(step, domain));
    byId("progress").textContent = `${STEPS[step.step]}: ${OUTCOMES[step.outcome][1]}`;
  };
  try {
    const report = await checkDomain(domain, { ...settings(), signal: controller.signal, onEvent });
    finish(view, list, report, toPaste);
  } catch (error) {
    // A newer check has taken the page over.
    if (running !== controller) return;
    stopPending(list);
    tellFailure(error);
  } finally {
    if (running === controller) {
      running = null;
      busy(false);
    }
  }
}

function isDomain(domain) {
  try {
    toAscii(domain);
    return true;
  } catch (error) {
    tellFailure(error);
    byId("domain").focus();
    return false;
  }
}

function tellFailure(error) {
  const ours = error instanceof MtaStsError;
  byId("domain-error").textContent = ours ? `${error.message}.` : `This should not happen: ${error}`;
}

function finish(view, list, report, toPaste) {
  const verdict = verdictView(report);
  view.prepend(verdict);
  view.append(evidenceView(report));
  byId("progress").textContent = `Done. ${report.headline}.`;
  const paste = list.querySelector("[data-way=paste]");
  paste?.addEventListener("click", () => {
    const txt = report.steps[0].source ?? "";
    toPaste({ txt, hosts: report.mx.map(({ host }) => host).join("\n") });
  });
}

/** What can be done where this page could not look. */
function wayOn({ step, outcome, reason }, domain) {
  if (outcome !== "not-tested") return [];
  if (step === "fetch" && reason !== "dns-failed") {
    const curl = `curl -sS https://mta-sts.${safe(domain)}/.well-known/mta-sts.txt`;
    const buttons = element(
      "div",
      { class: "actions" },
      element("button", { type: "button", "data-way": "paste" }, "Paste the policy here"),
      element("button", { type: "button", "data-way": "relay", click: showRelay }, "Use a relay"),
    );
    return [element("p", {}, "Look yourself, then paste what you see:"), copyable(curl, "the command"), buttons];
  }
  if (step === "starttls" && reason === "no-prober") {
    const command = `mta-sts check ${safe(domain)}`;
    return [element("p", {}, "A browser cannot speak SMTP. The command line program can:"), copyable(command, "the command")];
  }
  return [];
}

/** A domain as it may stand in a shell command: A-labels have nothing that a shell would read. */
function safe(domain) {
  return toAscii(domain);
}

function showRelay() {
  document.querySelector("details.options").open = true;
  byId("relay").focus();
}

function busy(is) {
  byId("report").setAttribute("aria-busy", String(is));
  const cancel = byId("cancel");
  // What hides must not take the focus with it.
  if (!is && document.activeElement === cancel) byId("start").focus();
  cancel.hidden = !is;
  byId("start").textContent = is ? "Restart" : "Check";
}
