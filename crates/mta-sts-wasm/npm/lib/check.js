// A domain's check: options in, the module's state machine over `fetch`, a report out.
import * as wasm from "../mta_sts_wasm.js";
import { argument, object, optionalFunction, optionalSignal, string, url } from "./arguments.js";
import { classed } from "./errors.js";
import { worded } from "./findings.js";
import { getter } from "./get.js";
import { call, loaded } from "./module.js";

const DEFAULT_RESOLVER = "https://cloudflare-dns.com/dns-query";
const MAX_TIMEOUT = 60_000;

export async function checkDomain(domain, options = {}) {
  string(domain, "checkDomain(domain): domain");
  const settings = checked(object(options, "checkDomain(domain, options): options"));
  const { onEvent } = settings;
  if (onEvent !== undefined) settings.onEvent = (event) => onEvent(wordedEvent(event));
  return wordedReport(await run(wasm.checkDomain, settings, domain));
}

function wordedReport(report) {
  report.steps.forEach(worded);
  return report;
}

function wordedEvent(event) {
  if (event.step?.findings) worded(event.step);
  if (event.report) wordedReport(event.report);
  return event;
}

export async function fetchPolicy(domain, options = {}) {
  string(domain, "fetchPolicy(domain): domain");
  const settings = checked(object(options, "fetchPolicy(domain, options): options"));
  return run(wasm.request, settings, "policy", domain, []);
}

export async function* checkEvents(domain, options = {}) {
  const { signal, onEvent, ...others } = object(options, "checkEvents(domain, options): options");
  optionalSignal(signal, "options.signal");
  optionalFunction(onEvent, "options.onEvent");
  // Whoever stops reading stops the check.
  const leaving = new AbortController();
  const waiting = [];
  let wake = () => {};
  const report = checkDomain(domain, {
    ...others,
    signal: signal === undefined ? leaving.signal : AbortSignal.any([signal, leaving.signal]),
    onEvent(event) {
      onEvent?.(event);
      waiting.push(event);
      wake();
    },
  });
  let ended = false;
  const end = report.finally(() => {
    ended = true;
    wake();
  });
  // Its failure is thrown below, in its turn.
  end.catch(() => {});
  try {
    while (true) {
      while (waiting.length > 0) yield waiting.shift();
      if (ended) return await report;
      await new Promise((resolve) => (wake = resolve));
    }
  } finally {
    leaving.abort();
  }
}

/** Calls a function of the module that fetches; its last argument is the settings. */
export async function run(start, settings, ...values) {
  const extra = await loaded();
  try {
    return await call(start, ...values, { ...settings, ...extra, get: getter(settings.fetch, settings.signal) });
  } catch (error) {
    throw classed(error);
  }
}

/** Options as the module takes them. */
export function checked(options) {
  const { resolver = DEFAULT_RESOLVER, relay, signal, onEvent, fetch, now, timeout = MAX_TIMEOUT } = options;
  if (!Number.isFinite(timeout) || timeout <= 0) {
    throw argument("options.timeout", "a number of milliseconds above 0", timeout);
  }
  return {
    resolvers: resolvers(resolver),
    relay: relay === undefined ? undefined : url(relay, "options.relay"),
    signal: optionalSignal(signal, "options.signal"),
    onEvent: optionalFunction(onEvent, "options.onEvent"),
    fetch: optionalFunction(fetch, "options.fetch"),
    now: optionalFunction(now, "options.now") ?? Date.now,
    timeout: Math.min(Math.ceil(timeout), MAX_TIMEOUT),
  };
}

function resolvers(value) {
  const list = Array.isArray(value) ? value : [value];
  if (list.length === 0) throw argument("options.resolver", "a URL or a list of them", value);
  return list.map((one) => url(one, "options.resolver", "invalid-resolver"));
}
