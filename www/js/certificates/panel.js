// Certificates of MX hosts: what the command line program saw, opened here and held against the policy.
import { matchMx } from "../../pkg/first/lib/match.js";
import { element, visible } from "../dom.js";
import { acceptDrops, textOf } from "../files.js";
import { reason } from "../reason.js";
import { SAY } from "../words/certificates.js";
import { addressView } from "./address.js";
import { readProbes } from "./read.js";

/** @typedef {import("../../pkg/index.d.ts").Policy} Policy */
/** @typedef {import("../../pkg/index.d.ts").MxHost} MxHost */

/** @returns {{ view: HTMLElement, about(mx: MxHost[], policy: Policy | null): void, reveal(): void }} */
export function certificatesPanel() {
  let known = { mx: /** @type {MxHost[]} */ ([]), policy: /** @type {Policy | null} */ (null) };
  const shown = element("div", { class: "hosts" });
  const trouble = element("p", { class: "error", role: "alert" });
  const area = element("textarea", {
    id: "probe-json",
    rows: 3,
    spellcheck: "false",
    wrap: "off",
    placeholder: "{ … }",
    input: () => open(area.value),
  });
  const file = element("input", { type: "file", accept: ".json,.ndjson,application/json", "aria-label": SAY.file });
  file.addEventListener("change", () => openFiles([...file.files]));
  const label = element("label", { for: "probe-json" }, SAY.label);
  const hint = element("p", { class: "hint" }, SAY.local);
  const view = element(
    "details",
    { id: "certificates", class: "card" },
    element("summary", {}, SAY.title),
    label,
    area,
    element("div", { class: "actions" }, file),
    hint,
    trouble,
    shown,
  );
  acceptDrops(view, openFiles);

  async function openFiles(files) {
    view.open = true;
    try {
      const texts = await Promise.all(files.map(textOf));
      area.value = texts.map((text) => text.trim()).join("\n");
      open(area.value);
    } catch (error) {
      trouble.replaceChildren(...visible(reason(error)));
    }
  }

  function open(text) {
    trouble.textContent = "";
    shown.replaceChildren();
    if (text.trim() === "") return;
    try {
      const { probes, findings } = readProbes(text);
      shown.replaceChildren(...probes.map((probe) => hostView(probe, findings, known)));
    } catch (error) {
      trouble.replaceChildren(...visible(reason(error)));
    }
  }

  return {
    view,
    about(mx, policy) {
      known = { mx, policy };
    },
    reveal() {
      view.open = true;
      area.focus();
    },
  };
}

function hostView({ host, addresses }, findings, { mx, policy }) {
  const ours = mx.length === 0 || mx.some((one) => one.host === host);
  const facts = [ours ? null : SAY.foreign, policy === null ? null : coverage(policy, host)];
  return element(
    "section",
    { class: "host", "data-host": host },
    element("h4", {}, ...visible(host)),
    element("p", { class: "quiet-text" }, ...visible(facts.filter((fact) => fact !== null).join("; "))),
    ...addresses.map((address) => addressView(address, findings.filter(isAbout(host, address)))),
  );
}

function coverage(policy, host) {
  const { pattern } = matchMx(policy.mx, host);
  return pattern === null ? SAY.notCovered : SAY.covered(pattern);
}

function isAbout(host, { address }) {
  return ({ params }) => params?.host === host && (params.address === undefined || params.address === address);
}
