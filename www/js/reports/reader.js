// The page's side of the worker.
import { SAY } from "../words/reports.js";

/** @typedef {import("./worker.js").Batch} Batch */
/** @typedef {import("../../pkg/index.d.ts").ReportTotals} ReportTotals */

const SCRIPT = new URL("./worker.js", import.meta.url).href;

/**
 * @typedef {object} Listener
 * @property {(batch: Batch) => void} read files were read
 * @property {(cancelled: boolean) => void} ended
 * @property {(totals: ReportTotals, domain: string | undefined) => void} totals
 * @property {(why: string) => void} stopped it cannot go on
 */

/** Starts the worker, which loads what it needs at once. */
export function startReader() {
  const worker = new Worker(/** @type {any} */ (trusted()), { type: "module" });
  // What an earlier job still has to tell is not listened to.
  let job = 1;
  return {
    /** Once it has loaded what it needs, or cannot. */
    ready: new Promise((resolve) => ["message", "error"].forEach((event) => worker.addEventListener(event, resolve, { once: true }))),
    /** @param {Listener} listener */
    listen(listener) {
      worker.addEventListener("message", ({ data }) => {
        if (data.event === "ready") return;
        if (data.event === "stopped") listener.stopped(data.why);
        else if (data.job !== job) return;
        else if (data.event === "read") listener.read(data.batch);
        else if (data.event === "ended") listener.ended(data.cancelled);
        else listener.totals(data.totals, data.domain);
      });
      worker.addEventListener("error", ({ message }) => listener.stopped(message || SAY.noWorker));
    },
    /** @param {import("./chosen.js").Chosen[]} files */
    read(files) {
      job += 1;
      worker.postMessage({ order: "read", job, files });
    },
    /** @param {string} [domain] to count only what is about this Policy Domain */
    total: (domain) => worker.postMessage({ order: "total", job, domain }),
    cancel: () => worker.postMessage({ order: "cancel" }),
    clear() {
      job += 1;
      worker.postMessage({ order: "clear" });
    },
  };
}

/** The one script that the page's Trusted Types policy lets through, whatever it is asked. */
function trusted() {
  const types = /** @type {any} */ (globalThis).trustedTypes;
  return types ? types.createPolicy("reports", { createScriptURL: () => SCRIPT }).createScriptURL("") : SCRIPT;
}
