// A plan at a glance: its steps on a line of time, each where it is safe for every Sender.
import { element } from "../dom.js";
import { SAY } from "../words/plan.js";
import { iso } from "./times.js";

/** Steps that are less than this share of the line apart stand together. */
const NEAR = 0.11;

/**
 * Nothing where all steps have one time.
 *
 * @param {import("../../pkg/index.d.ts").PlanStep[]} steps
 * @returns {HTMLElement[]}
 */
export function picture(steps) {
  const times = steps.map(({ when }) => when.certain);
  const ends = steps.map(({ action, when }) => ("until" in action ? action.until.certain : when.certain));
  const [start, end] = [Math.min(...times), Math.max(...ends)];
  if (start === end) return [];
  const share = (time) => (time - start) / (end - start);
  /** @type {{ at: number, numbers: number[] }[]} */
  const groups = [];
  times.forEach((time, index) => {
    const last = groups.at(-1);
    if (last !== undefined && share(time) - share(last.at) < NEAR) last.numbers.push(index + 1);
    else groups.push({ at: time, numbers: [index + 1] });
  });
  const points = groups.map(({ at, numbers }) => {
    const point = element("span", { class: "point", title: day(at) }, numbers.length > 1 ? `${numbers[0]}–${numbers.at(-1)}` : String(numbers[0]));
    point.style.left = `${100 * share(at)}%`;
    return point;
  });
  const last = share(groups[groups.length - 1].at);
  // Where the last step is a wait, the line goes on to its end.
  if (last < 1 - NEAR / 2) {
    const goal = element("span", { class: "point end", title: day(end) }, "✓");
    goal.style.left = "100%";
    points.push(goal);
  }
  const words = groups.map(({ at, numbers }) => SAY.pictured(numbers, day(at)));
  return [
    element(
      "div",
      { class: "card picture" },
      element("div", { class: "line", role: "img", "aria-label": SAY.picture(words, day(end)) }, ...points),
      element("p", { class: "axis", "aria-hidden": "true" }, element("span", {}, day(start)), element("span", {}, SAY.days(Math.round((end - start) / 86_400))), element("span", {}, day(end))),
    ),
  ];
}

/** @param {number} seconds since 1970 */
function day(seconds) {
  return iso(seconds).slice(0, 10);
}
