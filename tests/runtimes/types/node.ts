// Compiled, not run: every entry, in a project of Node that knows nothing of browsers.
import {
  type GenerateInput,
  type PlanInput,
  type Policy,
  type PolicyCache,
  type ReportInput,
  apply,
  cacheApiPolicyCache,
  fetchPolicy,
  generate,
  init,
  mapPolicyCache,
  parse,
  plan,
  readReport,
  writeReport,
} from "mta-sts";
import { checkApi } from "mta-sts/edge";
import { guardedFetch } from "mta-sts/edge/node";
import { explain } from "mta-sts/explain";
import wasm from "mta-sts/mta-sts.wasm";
import * as slim from "mta-sts/slim";
import worker from "mta-sts/worker";

const fetched = await fetchPolicy("example.com", { fetch: guardedFetch(), signal: undefined });
export const text: string = fetched.outcome === "response" ? fetched.body : "";
export const decisions = apply(parse(text), []).hosts;

await init();
await slim.init(wasm);
await slim.init(fetch("https://example.com/mta-sts.wasm"));
slim.initSync(new Uint8Array(8));
slim.initSync(new ArrayBuffer(8));
// @ts-expect-error a number is no module
slim.initSync(5);
// @ts-expect-error there is no module in nothing
await slim.init(null);

const responses = new Map<string, Response>();
export const kept: PolicyCache = cacheApiPolicyCache({
  match: async (url: string) => responses.get(url),
  put: async (url: string, response: Response) => responses.set(url, response),
});
mapPolicyCache(undefined, { maxDomains: undefined });

/** What a caller's own optional values become. */
export function withGaps(mode: Policy["mode"] | undefined, now: Date | undefined, id: string | undefined): unknown[] {
  const input: GenerateInput = { domain: "example.com", mode, mx: undefined, maxAge: undefined, rua: undefined, policyHost: undefined, id, now };
  const wanted = { mode, maxAge: undefined, mxHosts: undefined, policyHost: id };
  const ttls = { record: undefined, mx: undefined, policyHost: undefined };
  const change: PlanInput = { domain: "example.com", now, current: undefined, earlier: undefined, mxHosts: undefined, ttls, wanted };
  const failure = { resultType: "validation-failure", receivingIp: id, failureReasonCode: id };
  const policies = [{ sts: id, tlsa: undefined, successfulSessions: undefined, failedSessions: [[failure]] }];
  const head = { policyDomain: "b.example", organizationName: "A", contactInfo: "tls@a.example", reportId: "1" };
  const report: ReportInput = { ...head, start: new Date(0), end: new Date(0), policies, uniqueId: id };
  const candidates = [{ preference: 1, host: "a.example", validation: undefined }];
  return [generate(input), plan(change), writeReport(report), apply(null, candidates), readReport(new ArrayBuffer(0), { limit: undefined })];
}

export const handlers = [checkApi(), (request: Request) => worker.fetch(request, { RESOLVER: undefined }), explain];
