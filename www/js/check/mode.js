// "Check a domain": its form. What runs a check and shows it loads behind the first paint, or with the first check.
import { byId, visible } from "../dom.js";
import { reason } from "../reason.js";
import { followHash, modeOfHash } from "../route.js";
import { nextTask } from "../turns.js";
import { SAY } from "../words/common.js";
import { initSettings, recall } from "./settings.js";

/** Loads what a check needs beyond its form. */
export const prepare = () => import("./run.js");

/** @param {(inputs: { policy?: string, txt?: string, hosts?: string }) => void} toPaste */
export async function initCheckMode(toPaste) {
  // The browser's memory is slow at first.
  const kept = recall();
  await nextTask();
  initSettings(kept);
  await nextTask();
  byId("check-form").addEventListener("submit", (event) => {
    event.preventDefault();
    start(toPaste);
  });
  byId("cancel").addEventListener("click", async () => (await prepare()).cancel());
  followHash((hash) => {
    const domain = hash.get("domain");
    // Other modes have domains, too.
    if (!domain || modeOfHash() !== "check") return false;
    byId("domain").value = domain;
    start(toPaste);
    return true;
  });
}

async function start(toPaste) {
  byId("domain-error").textContent = "";
  try {
    const { check } = await prepare();
    await check(byId("domain").value.trim(), toPaste);
  } catch (error) {
    byId("domain-error").replaceChildren(...visible(SAY.notLoaded(reason(error))));
  }
}
