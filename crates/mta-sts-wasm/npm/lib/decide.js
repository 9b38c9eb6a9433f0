// A Sender before a delivery: record, policy cache, fetch where one is due, MX hosts (RFC 8461 3.3, 5.1).
import * as wasm from "../mta_sts_wasm.js";
import { apply } from "./apply.js";
import { object, optionalFunction, string, withMethods } from "./arguments.js";
import { checked, run } from "./check.js";
import { recordId } from "./lean.js";
import { call, loaded } from "./module.js";
import { policyText } from "./policy-text.js";
import { SharedWorks } from "./shared-work.js";

/** What goes on for each cache: look-ups of records, and fetches of policies. */
const going = new WeakMap();

export async function decide(domain, options) {
  string(domain, "decide(domain, options): domain");
  const { cache, records, candidates, waitUntil, ...others } = object(options, "decide(domain, options): options");
  withMethods(cache, "options.cache", "get", "set");
  optionalFunction(waitUntil, "options.waitUntil");
  const settings = checked(others);
  await loaded();
  const name = call(wasm.toAscii, domain);
  // Wrong candidates are refused before anything is asked or stored.
  if (candidates !== undefined) apply(null, candidates);

  const { lookUps, renewals } = worksOf(cache);
  const txt = learned(records === undefined ? await lookUp(lookUps, name, settings) : idOf(records));
  return renewals.join(JSON.stringify([name, txt]), async (renewal) => {
    const held = await cache.get(name);
    const values = flat(held, txt);
    const { cached: applies, next, until, why } = call(wasm.cacheStep, values, settings);
    let cached = applies ? held.cached : null;
    let fetched = null;
    let came = "";
    if (next === "refresh" && waitUntil !== undefined) {
      const refreshed = renewed();
      // Whoever takes it may look at how it ends; nobody has to.
      refreshed.catch(() => {});
      waitUntil(refreshed);
    } else if (next === "fetch" || next === "refresh") {
      ({ cached, came, ...fetched } = await renewed());
    }
    const policy = cached?.policy ?? null;
    const application = candidates === undefined ? null : apply(policy, candidates);
    return { domain: name, txt, next, until, why: why + came, fetched, id: cached?.id ?? null, policy, application };

    function renewed() {
      // A browser's fetch may take a second request to tell why it has failed.
      return renewal.wait((signal) => renew(cache, name, values, { ...settings, signal }), settings, 2 * settings.timeout);
    }
  });
}

function worksOf(cache) {
  let works = going.get(cache);
  if (works === undefined) going.set(cache, (works = { lookUps: new SharedWorks(), renewals: new SharedWorks() }));
  return works;
}

function lookUp(lookUps, name, settings) {
  const { resolvers, timeout } = settings;
  const start = (signal) => run(wasm.request, { ...settings, signal }, "record", name, []);
  return lookUps.join(JSON.stringify([name, resolvers]), (work) => work.wait(start, settings, resolvers.length * timeout));
}

/** Fetches the policy, and stores what came of it. */
async function renew(cache, name, values, settings) {
  const { entry, cached: applies, keep, report, alert } = await run(wasm.request, settings, "renew", name, values);
  await cache.set(name, entry, keep);
  return { cached: applies ? entry.cached : null, came: cameOf(entry, applies), report, alert };
}

/** What came of a fetch, in words behind those of why it was made. */
function cameOf({ failures }, applies) {
  if (failures === 0) return "; the fetch brought a policy, which applies now";
  return applies ? "; the fetch failed, so the cached policy goes on to apply" : "; the fetch failed, so no policy applies";
}

/** The `id` in records that somebody else looked up; `undefined` where that failed. */
function idOf(records) {
  return records === null ? undefined : recordId(records);
}

function learned(id) {
  if (typeof id === "string") return { outcome: "record", id };
  return { outcome: id === null ? "missing" : "failed" };
}

/** As the module takes it: texts one after the other. What a store hands back is not trusted: what is no entry counts as none. */
function flat(entry, { outcome, id }) {
  const { cached, failed, failures } = Object(entry);
  const policy = cached?.policy ? policyText(cached.policy) : "";
  const tries = Array.isArray(failed) ? failed.flatMap((one) => [one?.id, one?.at]) : [];
  const look = id === undefined ? [outcome] : [outcome, id];
  return [...look, policy, cached?.id, cached?.fetchedAt, failures, ...tries].map(String);
}
