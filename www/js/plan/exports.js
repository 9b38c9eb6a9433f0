// A plan to take away: as a checklist, and as calendar events (RFC 5545).
import { both, calendarTime } from "./times.js";
import { SAY } from "../words/plan.js";

/** @typedef {import("../../pkg/index.d.ts").PlanStep} PlanStep */

/** The longest line of a calendar, in octets, without its end (RFC 5545 3.1). */
const MAX_LINE = 75;

/**
 * @param {string} domain
 * @param {PlanStep[]} steps
 */
export function checklist(domain, steps) {
  const items = steps.map((step, index) => {
    const { what, why, when, ifSwapped, action } = step;
    return [
      `[ ] ${index + 1}. ${what}`,
      `    ${SAY.from}: ${both(when)}.`,
      ...("until" in action ? [`    ${SAY.until}: ${both(action.until)}.`] : []),
      `    ${SAY.why}: ${why}`,
      ...(ifSwapped === null ? [] : [`    ${SAY.ifSwapped}: ${ifSwapped}`]),
      ...texts(step).map((line) => `    | ${line}`),
    ].join("\n");
  });
  return `${SAY.checklist(domain)}\n\n${items.join("\n\n")}\n`;
}

/**
 * One event a step, at its certain time.
 *
 * @param {string} domain
 * @param {PlanStep[]} steps
 * @param {number} made when, in seconds since 1970
 */
export function calendar(domain, steps, made) {
  const events = steps.flatMap((step, index) => [
    "BEGIN:VEVENT",
    `UID:${calendarTime(made)}-${index + 1}@mta-sts.${domain}`,
    `DTSTAMP:${calendarTime(made)}`,
    `DTSTART:${calendarTime(step.when.certain)}`,
    `SUMMARY:${escaped(`${SAY.event(index + 1, domain)}: ${step.what}`)}`,
    `DESCRIPTION:${escaped([`${SAY.from}: ${both(step.when)}`, step.why, ...texts(step)].join("\n"))}`,
    "END:VEVENT",
  ]);
  const lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//mta-sts//planner//EN", ...events, "END:VCALENDAR"];
  return lines.map((line) => `${folded(line)}\r\n`).join("");
}

/** What a step publishes. @param {PlanStep} step @returns {string[]} */
function texts({ action }) {
  if (action.kind === "publish-policy") return action.policy.trimEnd().split("\r\n");
  return action.kind === "publish-record" ? [action.record] : [];
}

/** RFC 5545 3.3.11. */
function escaped(text) {
  return text.replace(/[\\;,]/g, "\\$&").replaceAll("\n", "\\n");
}

/** RFC 5545 3.1: long lines go on behind a line end and a space. */
function folded(line) {
  const pieces = [];
  let piece = "";
  let octets = 0;
  for (const character of line) {
    const more = new TextEncoder().encode(character).length;
    if (octets + more > MAX_LINE) {
      pieces.push(piece);
      piece = " ";
      octets = 1;
    }
    piece += character;
    octets += more;
  }
  return [...pieces, piece].join("\r\n");
}
