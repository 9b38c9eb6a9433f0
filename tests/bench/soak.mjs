// The memory of the module over a million calls of each function of the fast path and 20,000 of each other one.
import { HEAP_SLACK, LEAN, OTHERS, soak } from "../support/soak.mjs";

const ROUNDS = [
  [LEAN, 1_000_000],
  [OTHERS, 20_000],
];

let leaks = 0;
console.log(`${"".padEnd(24)}${"calls".padStart(12)}${"wasm memory".padStart(16)}${"heap".padStart(16)}`);
for (const [functions, calls] of ROUNDS) {
  for (const [name, work] of Object.entries(functions)) {
    const { wasm, heap } = await soak(work, calls);
    const leaked = wasm > 0 || heap > HEAP_SLACK;
    if (leaked) leaks += 1;
    const bytes = (value) => `${value > 0 ? "+" : ""}${value.toLocaleString("en")} B`;
    console.log(`${name.padEnd(24)}${calls.toLocaleString("en").padStart(12)}${bytes(wasm).padStart(16)}${bytes(heap).padStart(16)}${leaked ? "  GROWS" : ""}`);
  }
}
process.exitCode = leaks === 0 ? 0 : 1;
