import type { CheckEvent, CheckOptions } from "./check.js";
import type { Report } from "./report.js";

/** How answers compare. `not-tested`: those that were given agree, and one was not given. */
export type ComparisonOutcome = "same" | "different" | "not-tested";

/** What was asked for: TXT records, the CNAMEs on the way to the MTA-STS record, MX records and their addresses. */
export type DnsAspect = "record" | "record-cnames" | "mx" | "mx-addresses" | "tlsrpt" | "spf" | "dmarc";

/** What each resolver answered to one question. */
export interface ComparedAnswers {
  aspect: DnsAspect;
  outcome: ComparisonOutcome;
  /**
   * One for each resolver, in their order: the records as texts, sorted where DNS gives them no order; empty where there
   * are none, `null` where the resolver gave no answer.
   */
  answers: (string[] | null)[];
}

/** Where reports on one domain differ in what DNS told them. */
export interface ReportComparison {
  /** `different` where anything differs; else `not-tested` where an answer is missing. */
  outcome: ComparisonOutcome;
  /** Every question, whatever its outcome. */
  answers: ComparedAnswers[];
}

/** What several resolvers say of a domain. */
export interface ResolverComparison extends ReportComparison {
  /** As A-labels. */
  domain: string;
  /** The check by each resolver, in their order. */
  reports: Report[];
}

/** How to compare resolvers. */
export interface CompareOptions extends Omit<CheckOptions, "resolver" | "onEvent"> {
  /** URLs of two DNS-over-HTTPS resolvers or more. */
  resolvers: readonly string[];
  /** Called as steps begin and end, with the resolver whose check it is. What it throws rejects the comparison. */
  onEvent?: ((event: CheckEvent, resolver: string) => void) | undefined;
}

/**
 * Checks a domain by several resolvers at once and tells where their answers differ: a change may not have reached all
 * of them yet, or the zone's servers disagree, and so will Senders.
 *
 * @throws {MtaStsError} as `checkDomain`
 */
export function compareResolvers(domain: string, options: CompareOptions): Promise<ResolverComparison>;

/**
 * The same for reports that are there already, such as one of another day.
 *
 * @throws {MtaStsError} `invalid-argument`, also for reports on different domains
 */
export function compareReports(reports: readonly Report[]): ReportComparison;
