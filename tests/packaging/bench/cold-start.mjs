// What the package adds to a cold start, in Node and in the real workerd, each time in a process of its own. Goals are held
// against processor time of all threads, which is at least what one would wait for on an idle machine.
import { execFile } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

import { NODE_22, PACKAGE } from "../support/paths.mjs";
import { processorTime } from "../support/processor-time.mjs";
import { bundleWorker, startWorker } from "../support/workerd.mjs";

const execute = promisify(execFile);

/** Milliseconds for compiling and instantiating. */
const GOAL = 10;
const RUNS = 15;
/** Instances that a Worker makes of its module for one request. */
const INSTANCES = 50;

const folder = mkdtempSync(join(tmpdir(), "mta-sts-cold-"));
let missed = 0;
try {
  mkdirSync(join(folder, "node_modules"));
  symlinkSync(PACKAGE, join(folder, "node_modules/mta-sts"));
  for (const name of ["fixtures/cold.mjs", "fixtures/cold-worker.mjs", "fixtures/empty-worker.mjs", "support/processor-time.mjs"]) {
    cpSync(fileURLToPath(new URL(`../${name}`, import.meta.url)), join(folder, name.split("/")[1]));
  }
  const { length } = readFileSync(join(PACKAGE, "mta_sts_wasm_bg.wasm"));
  console.log(`module of ${length.toLocaleString("en")} bytes, ${RUNS} processes each; milliseconds, the best (and the one in the middle)\n`);
  console.log(`${"".padEnd(44)}${"processor time".padStart(18)}${"by the clock".padStart(20)}`);
  for (const node of [process.execPath, NODE_22]) await inNode(node);
  await inWorkerd();
} finally {
  rmSync(folder, { recursive: true, force: true });
}
process.exitCode = missed === 0 ? 0 : 1;

async function inNode(node) {
  const fresh = async (what) => JSON.parse((await execute(node, ["cold.mjs", what], { cwd: folder })).stdout);
  const [parts, whole] = [await times(() => fresh("parts")), await times(() => fresh("whole"))];
  const name = `Node ${parts[0].version}`;
  const sum = ([a, b], [c, d]) => [a + c, b + d];
  tell(`${name}: compile`, parts.map(({ spent }) => spent[0]));
  tell(`${name}: instantiate`, parts.map(({ spent }) => spent[1]));
  tell(`${name}: both`, parts.map(({ spent }) => sum(...spent)), GOAL);
  tell(`${name}: import "mta-sts"`, whole.map(({ spent }) => spent[0]));
}

/** workerd compiles before it listens, and has no clock that runs without I/O, so it is watched from outside. */
async function inWorkerd() {
  const runs = {};
  for (const entry of ["empty-worker.mjs", "cold-worker.mjs"]) {
    const bundle = await bundleWorker(folder, `./${entry}`);
    runs[entry] = await times(() => started(bundle));
  }
  const [empty, full] = Object.values(runs).map((spent) => spent.map(({ start }) => start));
  tell("workerd: start to first answer, empty", empty);
  tell("workerd: the same with the package", full);
  // By the clock, the difference of two starts is mostly noise.
  const best = (spent) => Math.min(...spent.map(([processor]) => processor));
  tell("workerd: what the package adds", [[best(full) - best(empty)]], GOAL);
  tell("workerd: instantiate once more", runs["cold-worker.mjs"].map(({ instance }) => instance), GOAL);
}

async function started(bundle) {
  const before = performance.now();
  const worker = await startWorker(bundle);
  try {
    await asked(worker, 0);
    const start = [processorTime(worker.pid), performance.now() - before];
    const [none, many] = [await asked(worker, 0), await asked(worker, INSTANCES)];
    return { start, instance: many.map((spent, which) => (spent - none[which]) / INSTANCES) };
  } finally {
    await worker.stop();
  }
}

/** What a request costs. */
async function asked({ url, pid }, instances) {
  const before = [processorTime(pid), performance.now()];
  const said = await (await fetch(`${url}/?instances=${instances}`)).text();
  if (said !== "ok") throw new Error(`the Worker said ${said}`);
  return [processorTime(pid) - before[0], performance.now() - before[1]];
}

async function times(run) {
  const runs = [];
  for (let n = 0; n < RUNS; n++) runs.push(await run());
  return runs;
}

/** @param {number[][]} spent of each run the processor time, and what went by on the clock where that is known */
function tell(name, spent, goal) {
  const columns = spent[0].map((_, which) => spent.map((run) => run[which]).sort((a, b) => a - b));
  const shown = columns.map((sorted) => {
    const middle = sorted.length > 1 ? ` (${sorted[sorted.length >> 1].toFixed(1)})` : "";
    return `${sorted[0].toFixed(1)}${middle}`;
  });
  const isLate = goal !== undefined && columns[0][0] > goal;
  if (isLate) missed += 1;
  const against = goal === undefined ? "" : `  goal ${goal}${isLate ? "  MISSED" : ""}`;
  console.log(`${name.padEnd(44)}${shown[0].padStart(18)}${(shown[1] ?? "").padStart(20)}${against}`);
}
