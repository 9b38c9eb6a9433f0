// The fast path: what a strict Sender reads and nothing else. One crossing each way, without objects on the wasm side.
import { string, strings } from "./arguments.js";
import { matchMx } from "./match.js";
import { exports } from "./module.js";
import { parseRecord } from "./parse.js";
import { words, write } from "./text-buffer.js";

/** As the module numbers them. */
const MODES = ["enforce", "testing", "none"];

export function isValid(text) {
  const module = exports();
  return module.leanIsValid(write(string(text, "isValid(text): text"))) !== 0;
}

export function parse(text) {
  const module = exports();
  let at = module.leanPolicy(write(string(text, "parse(text): text"))) >>> 2;
  if (at === 0) return null;
  const memory = words();
  const policy = { version: "STSv1", mode: MODES[memory[at]], maxAge: memory[at + 1], mx: [] };
  // Places in the text itself, so that nothing has to be decoded.
  const end = at + 3 + 2 * memory[at + 2];
  for (at += 3; at < end; at += 2) policy.mx.push(text.slice(memory[at], memory[at + 1]));
  return policy;
}

export function recordId(records) {
  if (typeof records !== "string") {
    return parseRecord(strings(records, "recordId(records): records")).value?.id ?? null;
  }
  const module = exports();
  const at = module.leanRecord(write(records)) >>> 2;
  if (at === 0) return null;
  const memory = words();
  return records.slice(memory[at], memory[at + 1]);
}

export function matchAll(patterns, hosts) {
  const patternList = strings(patterns, "matchAll(patterns, hosts): patterns");
  const hostList = strings(hosts, "matchAll(patterns, hosts): hosts");
  const known = arrangement(patternList, exports());
  return hostList.map((host) => {
    // Patterns that are none, root dots, U-labels and what is no name: only the whole path converts or explains.
    if (known.names === null || !PLAIN_NAME.test(host)) return matchMx(patternList, host).pattern;
    const name = host.toLowerCase();
    // RFC 8461 4.1: a wildcard stands for the leftmost label, and for one only.
    return known.names.get(name) ?? known.names.get(`*${name.slice(name.indexOf("."))}`) ?? null;
  });
}

/** A name of at most 253 characters, in labels of letters, digits and inner hyphens. */
const PLAIN_NAME = /^(?=.{1,253}$)(?:[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?\.)*[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?$/i;

/** The patterns of the last call: a Sender holds many hosts against one policy. */
let last = { text: "", names: new Map() };

/** Patterns as written by their lower-case form, of equal ones the first; `null` where one of them is none. */
function arrangement(patterns, module) {
  const text = patterns.join("\n");
  if (text !== last.text) {
    const valid = module.leanPatterns(write(text), patterns.length) !== 0;
    const entries = patterns.map((pattern) => [pattern.toLowerCase(), pattern]).reverse();
    last = { text, names: valid ? new Map(entries) : null };
  }
  return last;
}
