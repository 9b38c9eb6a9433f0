// What known Senders would do with a policy: those that agree stand together.
import { senderViews } from "../../pkg/lib/senders.js";
import { init } from "../../pkg/lib/web-init.js";
import { chip } from "../chip.js";
import { element, visible } from "../dom.js";
import { SAY } from "../words/senders.js";

/** @typedef {import("../../pkg/index.d.ts").SenderView} SenderView */

/** In this order, with the tone of each. */
const OUTCOMES = /** @type {const} */ ([
  ["mail-refused", "fail"],
  ["unprotected", "warn"],
  ["not-tested", "not-tested"],
  ["protected", "pass"],
]);
/** No domain has as many. */
const MAX_HOSTS = 1000;

/** Loads the whole module, before `sendersView` can be called. */
export const prepare = () => init();

/**
 * @param {string} policy
 * @param {string[]} hosts
 * @param {string[] | undefined} records `undefined` where they are not known
 * @returns {HTMLElement}
 */
export function sendersView(policy, hosts, records) {
  const views = senderViews(policy, hosts.slice(0, MAX_HOSTS), records);
  const senders = views.filter(({ sender }) => sender.role === "sender");
  const others = views.filter(({ sender }) => sender.role !== "sender");
  return element(
    "section",
    { class: "card senders" },
    element("h3", {}, SAY.title),
    element("p", { class: "hint" }, SAY.assumed, hosts.length > MAX_HOSTS ? ` ${SAY.firstHosts(MAX_HOSTS)}` : ""),
    ...groups(senders),
    folded(SAY.others, groups(others)),
    folded(SAY.differences, [differences(views)]),
  );
}

/** @param {SenderView[]} views */
function groups(views) {
  return OUTCOMES.flatMap(([outcome, tone]) => {
    const those = views.filter((view) => view.outcome === outcome);
    const reasons = new Set(those.map(({ why }) => why));
    return [...reasons].map((why) => groupView(outcome, tone, why, those.filter((view) => view.why === why)));
  });
}

function groupView(outcome, tone, why, views) {
  return element(
    "div",
    { class: "group", "data-outcome": tone, "data-becomes": outcome },
    element("p", {}, chip(tone, SAY.outcomes[outcome]), " ", ...visible(why)),
    element("ul", { class: "names" }, ...views.map(({ sender }) => element("li", { "data-sender": sender.name }, sender.product, " ", sourceOf(sender)))),
  );
}

function sourceOf({ source }) {
  return element("span", { class: "source" }, SAY.sources[source]);
}

/** @param {SenderView[]} views */
function differences(views) {
  const items = views.flatMap(({ sender }) => [element("dt", {}, sender.product, " ", sourceOf(sender)), element("dd", {}, ...visible(sender.about))]);
  return element("dl", { class: "events" }, ...items);
}

function folded(title, children) {
  return element("details", {}, element("summary", {}, title), ...children);
}
