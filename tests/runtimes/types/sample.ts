// Compiled, not run: every function with its types, as a strict TypeScript user writes them.
import {
  type Application,
  type CheckEvent,
  type ComparedAnswers,
  type Finding,
  MtaStsError,
  type MtaStsErrorCode,
  packReport,
  type PolicyCacheEntry,
  type PolicyDecision,
  type Report,
  apply,
  cacheApiPolicyCache,
  checkDomain,
  compareReports,
  compareResolvers,
  decide,
  init,
  kvPolicyCache,
  mapPolicyCache,
  matchMx,
  maxAgeAdvice,
  parsePolicy,
  parseRecord,
  parseTlsrptRecord,
  toAscii,
  writeReport,
  type WrittenReport,
} from "mta-sts";
import { type Explanation, explain } from "mta-sts/explain";

export async function sample(signal: AbortSignal): Promise<string> {
  await init();
  const policy = parsePolicy("version: STSv1\n");
  const explained: Explanation | null = explain(policy.findings[0]?.code ?? "");
  const mode: "enforce" | "testing" | "none" | undefined = policy.value?.mode;
  const codes: string[] = policy.findings.map((finding: Finding) => finding.code);
  const id: string | undefined = parseRecord(["v=STSv1; id=1"]).value?.id;
  const rua: string[] = parseTlsrptRecord("").value?.rua ?? [];
  const pattern: string | null = matchMx(["*.example.com"], "a.example.com").pattern;
  const advice: string | null = maxAgeAdvice("");
  const onEvent = (event: CheckEvent): void => {
    if (event.event === "step-finished") codes.push(event.step.outcome);
  };
  try {
    const report: Report = await checkDomain(toAscii("example.com"), { signal, onEvent, timeout: 1000 });
    for (const probe of report.probes.flatMap(({ addresses }) => addresses)) {
      if (probe.result.outcome === "handshake") codes.push(probe.result.certificate.sha256);
    }
    return [mode, explained?.cause, id, pattern, advice, report.verdict, ...rua, ...codes].join(" ");
  } catch (error) {
    if (error instanceof MtaStsError) {
      const code: MtaStsErrorCode = error.code;
      return code;
    }
    throw error;
  }
}

export async function differing(signal: AbortSignal): Promise<string[]> {
  const resolvers = ["https://a.example/dns-query", "https://b.example/dns-query"];
  const onEvent = (event: CheckEvent, resolver: string): string => `${resolver} ${event.event}`;
  const { domain, outcome, answers, reports } = await compareResolvers("example.com", { resolvers, signal, onEvent });
  const told: ComparedAnswers[] = outcome === "different" ? answers : compareReports(reports).answers;
  const texts: (string[] | null)[] = told.flatMap((compared) => compared.answers);
  return [domain, ...texts.flatMap((text) => text ?? [])];
}

/** Stands for a KV namespace. */
const texts = new Map<string, string>();
const namespace = {
  get: async (key: string, type: "json"): Promise<unknown> => JSON.parse(texts.get(key) ?? "null"),
  put: async (key: string, text: string, options: { expirationTtl: number }): Promise<void> => void texts.set(key, text),
};

export async function sender(): Promise<Application[]> {
  const applications: Application[] = [apply(null, [{ preference: 10, host: "mx.example.com" }])];
  const stored = new Map<string, PolicyCacheEntry>();
  for (const cache of [mapPolicyCache(stored), kvPolicyCache(namespace), cacheApiPolicyCache(caches.open("mta-sts"))]) {
    const decision: PolicyDecision = await decide("example.com", { cache, waitUntil: (refreshed) => void refreshed });
    const until: number | null = decision.until;
    if (decision.fetched?.report === "sts-webpki-invalid") applications.push(apply(decision.policy, []));
    if (until !== null && decision.application !== null) applications.push(decision.application);
  }
  return applications;
}

export function reporter(end: Date): Promise<Uint8Array> {
  const policies = [
    { sts: "", failedSessions: [[{ resultType: "sts-policy-fetch-error" }]] },
    { tlsa: "3 1 1 ab", successfulSessions: 1 },
  ];
  const head = { policyDomain: "b.example", organizationName: "A", contactInfo: "tls@a.example", reportId: "1" };
  const { text, gzipFilename }: WrittenReport = writeReport({ ...head, start: new Date(0), end, policies });
  return packReport(gzipFilename + text);
}

// @ts-expect-error a number is no policy
parsePolicy(1);
// @ts-expect-error there is no such option
checkDomain("example.com", { resolvers: [] });
// @ts-expect-error there is no decision without a cache
decide("example.com", {});
