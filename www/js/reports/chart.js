// Sessions over time as columns: the failed part stands on the ground, where even a small one is seen.
import { element } from "../dom.js";
import { SAY } from "../words/reports.js";

const SVG = "http://www.w3.org/2000/svg";
/** The drawing's own units; it is as wide as its place. */
const [WIDTH, HEIGHT] = [640, 140];
const MAX_COLUMN = 40;
/** A failure is never too small to be seen. */
const LEAST = 3;

/** @param {{ name: string, successfulSessions: number, failedSessions: number }[]} rows at least one, in order */
export function chartView(rows) {
  const most = Math.max(1, ...rows.map(({ successfulSessions, failedSessions }) => successfulSessions + failedSessions));
  const room = WIDTH / rows.length;
  const width = Math.min(MAX_COLUMN, room * 0.8);
  const columns = rows.flatMap((row, index) => {
    const left = index * room + (room - width) / 2;
    const failed = row.failedSessions === 0 ? 0 : Math.max(LEAST, (row.failedSessions / most) * HEIGHT);
    const fine = Math.min(HEIGHT - failed, (row.successfulSessions / most) * HEIGHT);
    return [
      rectangle("fine", left, HEIGHT - failed - fine, width, fine),
      rectangle("failed", left, HEIGHT - failed, width, failed),
    ];
  });
  const drawing = svg("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, preserveAspectRatio: "none", role: "img", "aria-label": SAY.dayChart(rows), class: "chart" });
  drawing.append(...columns);
  const legend = element(
    "p",
    { class: "legend" },
    element("span", {}, element("span", { class: "swatch fine", "aria-hidden": "true" }), SAY.as),
    element("span", {}, element("span", { class: "swatch failed", "aria-hidden": "true" }), SAY.failed),
  );
  const ends = rows.length === 1 ? [rows[0].name] : [rows[0].name, rows[rows.length - 1].name];
  return element("div", {}, legend, drawing, element("p", { class: "axis", "aria-hidden": "true" }, ...ends.map((name) => element("span", {}, name))));
}

function rectangle(kind, x, y, width, height) {
  return svg("rect", { class: kind, x, y, width, height });
}

function svg(tag, attributes) {
  const made = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, String(value));
  return made;
}
