// Compiled, not run: every function with its types, as a strict TypeScript user writes them.
import {
  type CheckEvent,
  type Finding,
  MtaStsError,
  type MtaStsErrorCode,
  type Report,
  checkDomain,
  init,
  matchMx,
  maxAgeAdvice,
  parsePolicy,
  parseRecord,
  parseTlsrptRecord,
  toAscii,
} from "mta-sts";

export async function sample(signal: AbortSignal): Promise<string> {
  await init();
  const policy = parsePolicy("version: STSv1\n");
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
    return [mode, id, pattern, advice, report.verdict, ...rua, ...codes].join(" ");
  } catch (error) {
    if (error instanceof MtaStsError) {
      const code: MtaStsErrorCode = error.code;
      return code;
    }
    throw error;
  }
}

// @ts-expect-error a number is no policy
parsePolicy(1);
// @ts-expect-error there is no such option
checkDomain("example.com", { resolvers: [] });
