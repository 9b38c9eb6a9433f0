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
  const at = isKept(patternList) ? exports().leanMatch(write(hostList.join("\n")), hostList.length) >>> 2 : 0;
  // Patterns that are none, and names with line feeds, are left to the whole path.
  if (at === 0) return hostList.map((host) => matchMx(patternList, host).pattern);
  const memory = words();
  return hostList.map((_, index) => patternList[memory[at + index] - 1] ?? null);
}

/** The patterns that the module keeps: a Sender holds many hosts against one policy. */
let kept = [];

/** Whether the module has the patterns, after giving them to it where it had others. */
function isKept(patterns) {
  const { length } = patterns;
  let same = 0;
  if (length === kept.length) while (same < length && patterns[same] === kept[same]) same++;
  if (same < length) kept = exports().leanPatterns(write(patterns.join("\n")), length) !== 0 ? [...patterns] : [];
  return kept.length > 0 && kept.length === length;
}
