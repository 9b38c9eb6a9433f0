// The memory of the module over a million calls of each function, or of those that are named. It takes an hour or two.
import { HANDLERS, HEAP_SLACK, LEAN, OTHERS, soak } from "../support/soak.mjs";

const CALLS = 1_000_000;

const all = Object.entries({ ...LEAN, ...OTHERS, ...HANDLERS });
const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !all.some(([known]) => known === name));
if (unknown.length > 0) {
  console.error(`no function is called ${unknown.join(", ")}; there are ${all.map(([name]) => name).join("; ")}`);
  process.exit(2);
}

let leaks = 0;
console.log(`${"".padEnd(24)}${"calls".padStart(12)}${"wasm memory".padStart(16)}${"heap".padStart(16)}`);
for (const [name, work] of all.filter(([name]) => wanted.length === 0 || wanted.includes(name))) {
  const { wasm, heap } = await soak(work, CALLS);
  const leaked = wasm > 0 || heap > HEAP_SLACK;
  if (leaked) leaks += 1;
  const bytes = (value) => `${value > 0 ? "+" : ""}${value.toLocaleString("en")} B`;
  console.log(`${name.padEnd(24)}${CALLS.toLocaleString("en").padStart(12)}${bytes(wasm).padStart(16)}${bytes(heap).padStart(16)}${leaked ? "  GROWS" : ""}`);
}
process.exitCode = leaks === 0 ? 0 : 1;
