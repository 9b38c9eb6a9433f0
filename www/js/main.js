// Shows the mode that the address names while the module loads. Each mode's own scripts load when it is first wanted,
// or in the background once the page is ready.
import { init } from "../pkg/first/lib/web-init.js";
import { initCheckMode, prepare } from "./check/mode.js";
import { byId, element, visible } from "./dom.js";
import { reason } from "./reason.js";
import { MODES, modeOfHash } from "./route.js";
import { idle, nextTask, painted } from "./turns.js";
import { SAY } from "./words/common.js";

/** What each mode puts the keyboard on. */
const FIRST = { check: "domain", paste: "policy" };

/**
 * `prepare` loads what else the mode needs.
 *
 * @type {Record<string, () => Promise<{ start(mount: HTMLElement): void, prepare?(): unknown }>>}
 */
const LATER = {
  paste: () => import("./paste/mode.js"),
  reports: () => import("./reports/mode.js"),
  plan: () => import("./plan/mode.js"),
  generate: () => import("./generate/mode.js"),
  learn: () => import("./learn/mode.js"),
};

/** @type {Record<string, Promise<void>>} */
const started = {};

async function show(mode) {
  for (const name of MODES) {
    byId(`${name}-mode`).hidden = name !== mode;
    byId(`to-${name}`).setAttribute("aria-current", String(name === mode));
  }
  if (mode !== "check") await (started[mode] ??= start(mode));
}

async function start(mode) {
  const mount = byId(`${mode}-mount`);
  mount.replaceChildren(element("p", { class: "hint" }, SAY.loading));
  try {
    const [module] = await Promise.all([LATER[mode](), init()]);
    await module.prepare?.();
    mount.replaceChildren();
    module.start(mount);
  } catch (error) {
    mount.replaceChildren(element("p", { class: "notice", role: "alert" }, ...visible(SAY.notLoaded(reason(error)))));
    // It may be tried again.
    delete started[mode];
  }
}

async function prepareSenders() {
  await (await import("./senders/view.js")).prepare();
}

function initNavigation() {
  for (const name of MODES) {
    byId(`to-${name}`).addEventListener("click", async (event) => {
      event.preventDefault();
      await show(name);
      byId(FIRST[name] ?? `${name}-title`)?.focus();
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

initNavigation();
// What is in the page already is seen first, and then one piece after the other, so that a slow phone answers in between.
await painted();
const module = init();
// It is awaited below.
module.catch(() => {});
await nextTask();
await initCheckMode(async (inputs) => {
  await show("paste");
  (await import("./paste/mode.js")).fill(inputs);
});
await nextTask();
try {
  await Promise.all([module, show(modeOfHash())]);
  document.documentElement.dataset.ready = "true";
} catch (error) {
  byId("trouble").hidden = false;
  byId("trouble").textContent = `${SAY.notStarted(reason(error))} ${"WebAssembly" in globalThis ? SAY.reload : SAY.needs}`;
}
// From here on everything but fetching works with the network gone. One after the other, so that the visitor goes first; what
// does not load now may do so when it is wanted.
const modes = Object.values(LATER).map((load) => async () => (await load()).prepare?.());
const views = [prepareSenders, () => import("./coverage.js"), () => import("./check/compare.js")];
let complete = true;
for (const load of [prepare, ...views, ...modes]) {
  await idle();
  await load().catch(() => (complete = false));
}
if (complete) document.documentElement.dataset.complete = "true";
