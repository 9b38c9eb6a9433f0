// Loads the module, then shows the mode that the address names. The modes behind the first two load when wanted.
import { init } from "../pkg/web.js";
import { initCheckMode } from "./check/mode.js";
import { byId } from "./dom.js";
import { reason } from "./files.js";
import { fill, initPasteMode } from "./paste/mode.js";
import { MODES, modeOfHash } from "./route.js";
import { SAY } from "./words.js";

/** What each mode puts the keyboard on. */
const FIRST = { check: "domain", paste: "policy" };

/**
 * `prepare` loads what else the mode needs.
 *
 * @type {Record<string, () => Promise<{ start(mount: HTMLElement): void, prepare?(): unknown }>>}
 */
const LATER = {
  reports: () => import("./reports/mode.js"),
  plan: () => import("./plan/mode.js"),
  generate: () => import("./generate/mode.js"),
  learn: () => import("./learn/mode.js"),
};

const started = new Set(["check", "paste"]);

async function show(mode) {
  for (const name of MODES.filter((name) => byId(`${name}-mode`))) {
    byId(`${name}-mode`).hidden = name !== mode;
    byId(`to-${name}`).setAttribute("aria-current", String(name === mode));
  }
  if (started.has(mode)) return;
  started.add(mode);
  const { start } = await LATER[mode]();
  start(byId(`${mode}-mount`));
}

function initNavigation() {
  for (const name of MODES.filter((name) => byId(`to-${name}`))) {
    byId(`to-${name}`).addEventListener("click", async (event) => {
      event.preventDefault();
      await show(name);
      byId(FIRST[name] ?? `${name}-title`).focus();
    });
  }
  addEventListener("hashchange", () => show(modeOfHash()));
  // A link to where the address already points changes no hash.
  document.addEventListener("click", ({ target }) => {
    const link = target instanceof Element ? target.closest("a") : null;
    if (link?.hash && link.hash === location.hash) show(modeOfHash());
  });
}

// On paper nothing can be opened.
addEventListener("beforeprint", () => {
  for (const details of document.querySelectorAll("#report details")) details.setAttribute("open", "");
});

try {
  await init();
  initNavigation();
  initPasteMode();
  await show(modeOfHash());
  initCheckMode((inputs) => {
    show("paste");
    fill(inputs);
  });
  document.documentElement.dataset.ready = "true";
  // From here on everything but fetching works with the network gone.
  const modes = Object.values(LATER).map(async (load) => (await load()).prepare?.());
  await Promise.all([...modes, import("./senders/view.js"), import("./certificates/panel.js"), import("./check/compare.js")]);
  document.documentElement.dataset.complete = "true";
} catch (error) {
  const trouble = byId("trouble");
  trouble.hidden = false;
  trouble.textContent = `${SAY.notStarted(reason(error))} ${"WebAssembly" in globalThis ? SAY.reload : SAY.needs}`;
}
