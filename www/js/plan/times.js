// Times of a plan as people and calendars read them: always UTC.
import { SAY } from "../words/plan.js";

/** @param {number} seconds since 1970 */
export function iso(seconds) {
  return new Date(seconds * 1000).toISOString();
}

/** `2026-01-31 09:00 UTC`. @param {number} seconds since 1970 */
export function utc(seconds) {
  return `${iso(seconds).slice(0, 16).replace("T", " ")} UTC`;
}

/** The two times of a step in one text; often they are one. @param {{ usual: number, certain: number }} times */
export function both({ usual, certain }) {
  return usual === certain ? utc(usual) : `${SAY.usual} ${utc(usual)}, ${SAY.certain} ${utc(certain)}`;
}

/** `20260131T090000Z`, as RFC 5545 3.3.5 writes it. @param {number} seconds since 1970 */
export function calendarTime(seconds) {
  return iso(seconds).replace(/\.\d+/, "").replace(/[-:]/g, "");
}
