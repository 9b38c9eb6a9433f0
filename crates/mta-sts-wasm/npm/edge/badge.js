// A badge: the verdict as a small picture.

/** @type {Record<string, [string, string]>} what it says, and its colour; both pass WCAG AA against white text */
const LOOKS = {
  pass: ["valid", "#1a7f37"],
  warn: ["warnings", "#8a6100"],
  fail: ["broken", "#b42318"],
  "not-tested": ["not tested", "#59636e"],
};

const LABEL = "MTA-STS";

/**
 * @param {"pass" | "warn" | "fail" | "not-tested"} verdict
 * @returns {string} SVG
 */
export function badge(verdict) {
  const [words, colour] = LOOKS[Object.hasOwn(LOOKS, verdict) ? verdict : "not-tested"];
  const left = width(LABEL);
  const right = width(words);
  const title = `${LABEL}: ${words}`;
  const middle = (from, size) => from + size / 2;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${left + right}" height="20" role="img" aria-label="${title}"><title>${title}</title>
<rect width="${left}" height="20" fill="#333"/><rect x="${left}" width="${right}" height="20" fill="${colour}"/>
<g fill="#fff" font-family="Verdana,Geneva,sans-serif" font-size="11" text-anchor="middle">
<text x="${middle(0, left)}" y="14">${LABEL}</text><text x="${middle(left, right)}" y="14">${words}</text></g></svg>
`;
}

/** Verdana 11 is about 7 wide. */
function width(text) {
  return text.length * 7 + 12;
}
