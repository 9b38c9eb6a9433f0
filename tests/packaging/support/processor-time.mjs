// What a process has cost so far, whatever else the machine does meanwhile.
import { readFileSync, readdirSync } from "node:fs";

/** Milliseconds of processor time of all its threads, as Linux counts them. */
export function processorTime(pid) {
  const tasks = `/proc/${pid}/task`;
  const nanoseconds = readdirSync(tasks).map((task) => Number(readFileSync(`${tasks}/${task}/schedstat`, "utf8").split(" ")[0]));
  return nanoseconds.reduce((sum, time) => sum + time, 0) / 1e6;
}
