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
  const module = exports();
  const patternList = strings(patterns, "matchAll(patterns, hosts): patterns");
  const hostList = strings(hosts, "matchAll(patterns, hosts): hosts");
  const text = `${patternList.join("\n")}\n\n${hostList.join("\n")}`;
  const at = module.leanMatch(write(text), patternList.length, hostList.length) >>> 2;
  // Names that only the whole path converts or explains.
  if (at === 0) return hostList.map((host) => matchMx(patternList, host).pattern);
  const memory = words();
  return hostList.map((_, index) => patternList[memory[at + index] - 1] ?? null);
}
