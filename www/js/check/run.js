// One check: streams the steps, then the verdict and the evidence.
import { checkDomain } from "../../pkg/first/lib/check.js";
import { MtaStsError } from "../../pkg/first/lib/errors.js";
import { toAscii } from "../../pkg/first/lib/parse.js";
import { init } from "../../pkg/first/lib/web-init.js";
import { certificatesPanel } from "../certificates/panel.js";
import { byId, element, visible } from "../dom.js";
import { textOf } from "../files.js";
import { reason } from "../reason.js";
import { SAY, STEPS } from "../words/check.js";
import { SAY as COMMON, OUTCOMES } from "../words/common.js";
import { rememberingFetch } from "./memory.js";
import { evidenceView, exportsView, verdictView } from "./report.js";
import { secondResolver, settings } from "./settings.js";
import { pendingSteps, showStep, stopPending } from "./steps.js";
import { waysOn } from "./ways.js";

/** @type {AbortController | null} */
let running = null;

export function cancel() {
  running?.abort();
}

/**
 * @param {string} domain
 * @param {(inputs: { policy?: string, txt?: string, hosts?: string }) => void} toPaste
 */
export async function check(domain, toPaste, fetch = rememberingFetch()) {
  byId("domain-error").textContent = "";
  cancel();
  const controller = new AbortController();
  running = controller;
  const { signal } = controller;
  busy(true);
  try {
    byId("progress").textContent = SAY.loading;
    await init();
    // A newer check has taken the page over.
    if (running !== controller) return;
    byId("progress").textContent = "";
    if (isDomain(domain)) await stream(domain, toPaste, fetch, signal);
  } finally {
    if (running === controller) {
      running = null;
      busy(false);
    }
  }
}

async function stream(domain, toPaste, fetch, signal) {
  const list = pendingSteps();
  const view = byId("report");
  view.replaceChildren(list);
  /** @type {ReturnType<typeof certificatesPanel> | undefined} */
  let certificates;
  /** @type {import("../../pkg/index.d.ts").Report | undefined} */
  let report;
  const actions = {
    paste: () => toPaste(pasteInputs(report)),
    open: async (file) => {
      try {
        toPaste({ ...pasteInputs(report), policy: await textOf(file) });
      } catch (error) {
        byId("domain-error").replaceChildren(...visible(reason(error)));
      }
    },
    // What was answered stays; only what failed is asked again.
    retry: () => check(domain, toPaste, fetch),
    certificates: () => certificates?.reveal(),
  };
  const overtaken = () => running?.signal !== signal;
  const onEvent = (event) => {
    if (event.event !== "step-finished" || overtaken()) return;
    const { step } = event;
    showStep(list, step, waysOn(step, domain, actions));
    byId("progress").textContent = SAY.progress(STEPS[step.step], OUTCOMES[step.outcome][1]);
  };
  try {
    report = await checkDomain(domain, { ...settings(), fetch, signal, onEvent });
    if (overtaken()) return;
    certificates = certificatesPanel();
    finish(view, report, certificates.view, actions);
    certificates.about(report.mx, report.policy);
    elaborate(view, report);
    await compare(view, report, signal);
  } catch (error) {
    if (overtaken()) return;
    stopPending(list);
    tellFailure(error);
  }
}

function finish(view, report, certificates, actions) {
  view.prepend(verdictView(report, actions));
  view.append(evidenceView(report), certificates, exportsView(report));
  byId("progress").textContent = SAY.done(report.headline);
}

/** What needs the whole module follows the verdict: what to make of the patterns, and what Senders would do with the policy. */
async function elaborate(view, { steps, mx, policy }) {
  const [record, text] = ["record", "policy"].map((name) => steps.find(({ step }) => step === name)?.source);
  if (text === undefined) return;
  const [evidence, certificates] = [".evidence", "#certificates"].map((selector) => view.querySelector(selector));
  const hosts = mx.map(({ host }) => host);
  try {
    const { prepare, sendersView } = await import("../senders/view.js");
    const { coverageAdvice } = await import("../coverage.js");
    await prepare();
    evidence.append(...coverageAdvice(policy?.mx ?? [], hosts));
    certificates.before(sendersView(text, hosts, record?.split("\n")));
  } catch (error) {
    certificates.before(element("p", { class: "hint" }, ...visible(COMMON.notLoaded(reason(error)))));
  }
}

/** What a second resolver says, if there is one. */
async function compare(view, report, signal) {
  const second = secondResolver();
  if (second === "") return;
  const { comparison } = await import("./compare.js");
  const compared = await comparison(report, second, signal, settings().timeout);
  if (!signal.aborted) view.querySelector(".exports")?.before(compared);
}

/** What a check has found out of what "paste" asks for. */
function pasteInputs(report) {
  const txt = report?.steps[0].source ?? "";
  return { policy: "", txt, hosts: (report?.mx ?? []).map(({ host }) => host).join("\n") };
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
  byId("domain-error").replaceChildren(...visible(ours ? `${error.message}.` : SAY.unexpected(error)));
}

function busy(is) {
  byId("report").setAttribute("aria-busy", String(is));
  const cancel = byId("cancel");
  // What hides must not take the focus with it.
  if (!is && document.activeElement === cancel) byId("start").focus();
  cancel.hidden = !is;
  byId("start").textContent = is ? SAY.restart : SAY.start;
}
