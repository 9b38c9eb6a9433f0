// "Reports": TLS reports dropped on the page, read in a worker, added up and drilled into.
import { chip } from "../chip.js";
import { element } from "../dom.js";
import { acceptDrops } from "../files.js";
import { reason } from "../reason.js";
import { chosen, droppedFiles } from "./chosen.js";
import { exportsView } from "./export.js";
import { failuresView } from "./failures.js";
import { faultyView } from "./faulty.js";
import { startReader } from "./reader.js";
import { summaryView, timeView } from "./summary.js";
import { SAY } from "../words/reports.js";

/** @typedef {import("./chosen.js").Chosen} Chosen */
/** @typedef {import("./worker.js").Faulty} Faulty */
/** @typedef {import("../../pkg/index.d.ts").ReportTotals} ReportTotals */
/** @typedef {Record<string, string | null>} Filter what failures are narrowed to, by the names of their members */

const NOTHING = { files: 0, reports: 0, faulty: 0, all: 0 };

/** @type {ReturnType<typeof startReader> | undefined} */
let reader;

function worker() {
  reader ??= startReader();
  return reader;
}

/** Loads the worker, so that reading works with the network gone. */
export function prepare() {
  return worker().ready;
}

/** @param {HTMLElement} mount */
export function start(mount) {
  const { listen, read: readFiles, total, cancel: stop, clear: forget } = worker();
  let read = { ...NOTHING };
  /** @type {Faulty[]} */
  let faulty = [];
  /** @type {ReportTotals | undefined} */
  let whole;
  /** @type {ReportTotals | undefined} */
  let shown;
  /** @type {Filter} */
  let filter = {};

  const files = fileInput({ multiple: true, accept: ".json,.gz,.eml,.mbox,application/json,application/gzip,message/rfc822", "aria-label": SAY.choose });
  const folder = fileInput({ webkitdirectory: true, "aria-label": SAY.folder });
  const more = element("button", { type: "button", id: "reports-choose", class: "main", click: () => files.click() }, SAY.choose);
  const clear = element("button", { type: "button", id: "reports-clear", hidden: true, click: startOver }, SAY.clear);
  const bar = element("progress", { id: "reports-progress", "aria-label": SAY.adding });
  const cancel = element("button", { type: "button", id: "reports-cancel", click: stop }, SAY.cancel);
  const busy = element("div", { class: "row progress", hidden: true }, bar, cancel);
  const status = element("p", { class: "hint", role: "status" });
  const trouble = element("p", { class: "error", role: "alert" });
  const results = element("div", { id: "reports-results" });
  const card = element(
    "div",
    { class: "card drop" },
    element("p", {}, SAY.drop),
    element(
      "div",
      { class: "actions" },
      more,
      element("button", { type: "button", click: () => folder.click() }, SAY.folder),
      clear,
    ),
    files,
    folder,
    element("p", { class: "hint" }, SAY.local),
    busy,
    status,
    trouble,
  );
  mount.append(card, results);
  acceptDrops(/** @type {HTMLElement} */ (mount.closest("section")), openDropped);

  listen({
    read(batch) {
      read = { ...read, files: read.files + batch.files, reports: read.reports + batch.reports, faulty: read.faulty + batch.faulty };
      faulty = [...faulty, ...batch.shown];
      bar.value = read.files;
      bar.setAttribute("aria-label", SAY.reading(read.files, read.all));
    },
    ended(cancelled) {
      status.textContent = cancelled ? SAY.cancelled(read.files, read.all) : SAY.adding;
      cancel.disabled = true;
      bar.removeAttribute("value");
      bar.setAttribute("aria-label", SAY.adding);
      read.all = read.files;
      total();
    },
    totals(totals, domain) {
      if (domain === undefined) whole = totals;
      shown = totals;
      if (!busy.hidden) idle();
      if (status.textContent === SAY.adding) status.textContent = "";
      draw();
    },
    stopped(why) {
      trouble.textContent = SAY.stopped(why);
      busy.hidden = true;
    },
  });

  function fileInput(attributes) {
    const input = element("input", { type: "file", class: "quiet", tabindex: "-1", ...attributes });
    input.addEventListener("change", () => {
      open(chosen(input.files));
      // The same files may be chosen again.
      input.value = "";
    });
    return input;
  }

  /** @param {File[]} _files @param {DataTransfer} transfer */
  async function openDropped(_files, transfer) {
    try {
      status.textContent = SAY.listing;
      const found = await droppedFiles(transfer);
      status.textContent = found.length === 0 ? SAY.noFile : "";
      open(found);
    } catch (error) {
      status.textContent = "";
      trouble.textContent = SAY.folderUnreadable(reason(error));
    }
  }

  /** @param {Chosen[]} files */
  function open(files) {
    if (files.length === 0) return;
    if (!busy.hidden) {
      trouble.textContent = SAY.stillReading;
      return;
    }
    read.all = read.files + files.length;
    bar.max = read.all;
    bar.value = read.files;
    bar.setAttribute("aria-label", SAY.reading(read.files, read.all));
    [status.textContent, trouble.textContent] = ["", ""];
    cancel.disabled = false;
    busy.hidden = false;
    filter = {};
    readFiles(files);
  }

  function idle() {
    // What hides must not take the focus with it.
    if (document.activeElement === cancel) more.focus();
    busy.hidden = true;
    more.textContent = SAY.more;
    clear.hidden = false;
  }

  function startOver() {
    forget();
    [read, faulty, whole, shown, filter] = [{ ...NOTHING }, [], undefined, undefined, {}];
    results.replaceChildren();
    [status.textContent, trouble.textContent, more.textContent] = ["", "", SAY.choose];
    [busy.hidden, clear.hidden] = [true, true];
    more.focus();
  }

  /** @param {Filter} next */
  function narrow(next) {
    const domain = next.policyDomain ?? undefined;
    const same = domain === (filter.policyDomain ?? undefined);
    filter = next;
    if (domain !== undefined && !same) {
      total(domain);
      return;
    }
    if (domain === undefined) shown = whole;
    draw();
  }

  function draw() {
    if (whole === undefined || shown === undefined) return;
    const refocus = focusOf(results);
    if (whole.reports === 0) {
      results.replaceChildren(nothingView(), ...faultyView(faulty, read.faulty));
      return;
    }
    const parts = [
      summaryView(shown, read, filter, () => narrow({})),
      ...timeView(shown),
      ...failuresView(whole, shown, filter, narrow),
      exportsView(shown, filter),
      ...faultyView(faulty, read.faulty),
    ];
    results.replaceChildren(...parts.filter((part) => part !== null));
    refocus();
  }
}

/** Keeps the focus on the row that has it, or near it, while the lists are made anew. */
function focusOf(results) {
  const row = results.contains(document.activeElement) ? document.activeElement : null;
  if (row === null) return () => {};
  const facet = row.closest("[data-facet]")?.getAttribute("data-facet");
  const name = row.querySelector(".name")?.textContent;
  return () => {
    const rows = [...results.querySelectorAll(`[data-facet="${facet}"] button`)];
    const same = rows.find((one) => one.querySelector(".name")?.textContent === name);
    (same ?? rows[0] ?? results.querySelector("button"))?.focus();
  };
}

function nothingView() {
  return element("div", { class: "verdict", "data-outcome": "not-tested" }, chip("not-tested"), element("h3", {}, SAY.noReport));
}
