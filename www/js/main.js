// Loads the module, then brings the two modes to life.
import { init } from "../pkg/web.js";
import { initCheckMode } from "./check-mode.js";
import { byId } from "./dom.js";
import { fill, initPasteMode } from "./paste-mode.js";
import { hashParameters, initSettings } from "./settings.js";

const MODES = ["check", "paste"];

function show(mode) {
  for (const name of MODES) {
    byId(`${name}-mode`).hidden = name !== mode;
    byId(`to-${name}`).setAttribute("aria-current", String(name === mode));
  }
}

for (const name of MODES) {
  byId(`to-${name}`).addEventListener("click", (event) => {
    event.preventDefault();
    show(name);
    byId(name === "check" ? "domain" : "policy").focus();
  });
}

// On paper nothing can be opened.
addEventListener("beforeprint", () => {
  for (const details of document.querySelectorAll("#report details")) details.open = true;
});

try {
  await init();
  initSettings();
  initPasteMode();
  show(hashParameters().has("paste") ? "paste" : "check");
  initCheckMode((inputs) => {
    show("paste");
    fill(inputs);
  });
  document.documentElement.dataset.ready = "true";
} catch (error) {
  const trouble = byId("trouble");
  trouble.hidden = false;
  trouble.textContent = `This checker could not start: ${error instanceof Error ? error.message : error}. It needs a current browser with WebAssembly.`;
}
