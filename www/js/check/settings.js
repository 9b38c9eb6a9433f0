// Resolvers, relay and patience: chosen here, kept in this browser, overridable by the address's hash.
import { byId, visible } from "../dom.js";
import { hashParameters } from "../route.js";
import { SAY } from "../words/settings.js";

const KEY = "mta-sts-settings";
const FIELDS = ["resolver-choice", "own-resolver", "second-resolver", "relay", "patience"];

/** Fills the form from what was kept and the hash, and keeps what is changed. @param {ReturnType<typeof recall>} kept */
export function initSettings(kept) {
  const hash = hashParameters();
  const first = byId("resolver-choice").options[0].value;
  // What a link brings is used, and not kept unless it is changed here.
  choose(hash.get("resolver") ?? kept.resolver ?? first);
  byId("relay").value = hash.get("relay") ?? kept.relay ?? "";
  byId("second-resolver").value = hash.get("second") ?? kept.second ?? "";
  byId("patience").value = String(kept.patience ?? 60);
  for (const id of FIELDS) {
    byId(id).addEventListener("input", () => {
      show();
      save({ ...recall(), ...changed(id) });
    });
  }
  show();
}

/** @returns {{ resolver: string, relay?: string, timeout: number }} what a check is called with */
export function settings() {
  const relay = byId("relay").value.trim();
  const seconds = Number(byId("patience").value);
  const timeout = (seconds > 0 ? seconds : 60) * 1000;
  return { resolver: resolver(), timeout, ...(relay === "" ? {} : { relay }) };
}

/** The URL of a second resolver to compare with; empty for none. */
export function secondResolver() {
  return byId("second-resolver").value.trim();
}

/** The settings that a shared link needs for the same check: none of those that this page has by itself. */
export function linkedSettings() {
  const own = byId("resolver-choice").selectedIndex > 0;
  return { resolver: own ? resolver() : "", second: secondResolver() };
}

function resolver() {
  const choice = byId("resolver-choice").value;
  return choice === "own" ? byId("own-resolver").value.trim() : choice;
}

function changed(id) {
  if (id === "relay") return { relay: byId("relay").value.trim() };
  if (id === "second-resolver") return { second: secondResolver() };
  if (id === "patience") return { patience: Number(byId("patience").value) };
  return { resolver: resolver() };
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
  const relay = byId("relay").value.trim() === "" ? SAY.noRelay : SAY.withRelay;
  byId("resolver-name").replaceChildren(...visible(`${own ? hostOf(resolver()) || SAY.noResolver : select.selectedOptions[0].text}, ${relay}`));
}

/** What a URL's host is called, or the text as it is. @param {string} url */
function hostOf(url) {
  return URL.canParse(url) ? new URL(url).host : url;
}

/** What this browser keeps. */
export function recall() {
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
