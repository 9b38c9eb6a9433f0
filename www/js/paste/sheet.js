// What lies behind and beside the policy's text area: underlined findings and line numbers, drawn where one looks.
import { byId, element } from "../dom.js";
import { lineStarts, stretches } from "../text.js";

/** @typedef {import("../../pkg/index.d.ts").Finding} Finding */

/** Lines drawn beyond those that are seen, above and below. */
const SPARE = 10;

/** What is drawn: of which text, and of which of its lines. */
let text = "";
let starts = [0];
/** @type {ReturnType<typeof stretches>} */
let marks = [];
/** @type {Finding[]} */
let known = [];
let [first, last] = [0, 0];

/** Keeps what is drawn with the text as that scrolls and grows. */
export function initSheet() {
  const area = byId("policy");
  byId("gutter").append(element("span", { class: "strip" }));
  byId("backdrop").append(element("span", { class: "strip" }));
  area.addEventListener("scroll", follow);
  new ResizeObserver(follow).observe(area);
}

/**
 * @param {string} whole
 * @param {Finding[]} findings
 */
export function decorate(whole, findings) {
  text = whole;
  known = findings;
  starts = lineStarts(whole);
  marks = stretches(findings);
  byId("gutter").style.minWidth = `calc(${String(starts.length).length}ch + 1.4rem)`;
  draw();
}

/** Scrolls to a place in the text, which browsers do only for what is typed. @param {number} at */
export function reveal(at) {
  const area = byId("policy");
  const line = starts.findLastIndex((start) => start <= at);
  const [from, to] = seen();
  if (line <= from || line >= to - 1) area.scrollTop = Math.max(0, line * lineHeight() - area.clientHeight / 2);
  draw();
  const mark = [...strip("backdrop").querySelectorAll("mark")].find(({ dataset }) => known[Number(dataset.finding)].labels[0].span.start === at);
  if (mark === undefined) return;
  const [{ left }, place] = [area.getBoundingClientRect(), mark.getBoundingClientRect()];
  if (place.left < left || place.right > left + area.clientWidth) area.scrollLeft += place.left - left - area.clientWidth / 3;
}

function follow() {
  const [from, to] = seen();
  if (from < first || to > last) draw();
  else place();
}

/** The lines that are seen, the last one excluded. */
function seen() {
  const { scrollTop, clientHeight } = byId("policy");
  const height = lineHeight();
  return [Math.max(0, Math.floor(scrollTop / height) - 1), Math.min(starts.length, Math.ceil((scrollTop + clientHeight) / height))];
}

function lineHeight() {
  return Number.parseFloat(getComputedStyle(byId("policy")).lineHeight);
}

function draw() {
  const [from, to] = seen();
  first = Math.max(0, from - SPARE);
  last = Math.min(starts.length, to + SPARE);
  strip("gutter").textContent = Array.from({ length: last - first }, (_, index) => first + index + 1).join("\n");
  strip("backdrop").replaceChildren(...marked(starts[first], starts[last] ?? text.length));
  place();
}

/** A stretch of the text with its marks. @param {number} begin @param {number} end */
function marked(begin, end) {
  const nodes = [];
  let done = begin;
  for (const { start, end: stop, finding } of marks) {
    if (stop < begin || start > end) continue;
    const from = Math.max(start, begin);
    nodes.push(text.slice(done, from));
    done = Math.min(stop, end);
    const attributes = { "data-severity": finding.severity, "data-finding": known.indexOf(finding), class: start === stop ? "point" : false };
    nodes.push(element("mark", attributes, text.slice(from, done)));
  }
  return [...nodes, text.slice(done, end)];
}

/** Where the text has scrolled to. */
function place() {
  const { scrollTop, scrollLeft } = byId("policy");
  const down = first * lineHeight() - scrollTop;
  strip("gutter").style.transform = `translateY(${down}px)`;
  strip("backdrop").style.transform = `translate(${-scrollLeft}px, ${down}px)`;
}

function strip(id) {
  return byId(id).firstElementChild;
}
