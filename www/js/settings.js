// Resolver and relay: chosen here, kept in this browser, overridable by the address's hash.
import { byId } from "./dom.js";

const KEY = "mta-sts-settings";

/** Fills the form from the browser's memory and the hash, and keeps what is changed. */
export function initSettings() {
  const hash = hashParameters();
  const kept = load();
  // What a link brings is used, and not kept unless it is changed here.
  choose(hash.get("resolver") ?? kept.resolver ?? byId("resolver-choice").options[0].value);
  byId("relay").value = hash.get("relay") ?? kept.relay ?? "";
  for (const id of ["resolver-choice", "own-resolver", "relay"]) {
    byId(id).addEventListener("input", () => {
      show();
      save({ ...load(), ...(id === "relay" ? { relay: byId("relay").value.trim() } : { resolver: resolver() }) });
    });
  }
  show();
}

/** @returns {{ resolver: string, relay?: string }} */
export function settings() {
  const relay = byId("relay").value.trim();
  return relay === "" ? { resolver: resolver() } : { resolver: resolver(), relay };
}

/** The parameters behind `#`. */
export function hashParameters() {
  return new URLSearchParams(location.hash.slice(1));
}

function resolver() {
  const choice = byId("resolver-choice").value;
  return choice === "own" ? byId("own-resolver").value.trim() : choice;
}

function choose(url) {
  const select = byId("resolver-choice");
  const known = [...select.options].some((option) => option.value === url);
  select.value = known ? url : "own";
  if (!known) byId("own-resolver").value = url;
}

function show() {
  const select = byId("resolver-choice");
  const own = select.value === "own";
  byId("own-resolver-label").hidden = !own;
  const relay = byId("relay").value.trim() === "" ? "no relay" : "with a relay";
  byId("resolver-name").textContent = `${own ? resolver() || "none" : select.selectedOptions[0].text}, ${relay}`;
}

function load() {
  try {
    return JSON.parse(localStorage.getItem(KEY) ?? "{}");
  } catch {
    // Storage is off or holds something else: begin anew.
    return {};
  }
}

function save(value) {
  try {
    localStorage.setItem(KEY, JSON.stringify(value));
  } catch {
    // Storage is off: the settings last as long as the page.
  }
}
