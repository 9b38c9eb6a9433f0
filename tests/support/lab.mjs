// The lab as a child process: started on free ports, awaited, stopped.
import { execFileSync, spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";

const target = fileURLToPath(new URL("../../target/debug/", import.meta.url));
const LAB = process.env.MTA_STS_LAB ?? join(target, "mta-sts-lab");
const WWW = process.env.MTA_STS_WWW ?? fileURLToPath(new URL("../../www", import.meta.url));
const START_LIMIT = 20_000;

/** The command line program, built by the same task that runs the tests. */
export const CLI = process.env.MTA_STS_CLI ?? join(target, "mta-sts");

/** Every domain of the lab with what is expected of it. */
export function scenarios() {
  return JSON.parse(execFileSync(LAB, ["list", "--format", "json"], { encoding: "utf8" }));
}

/**
 * Starts a lab of one's own.
 *
 * @returns {Promise<{ ready: Record<string, any>, stop(): Promise<void> }>} `ready` is what its ready file says
 */
export async function startLab() {
  const folder = mkdtempSync(join(tmpdir(), "mta-sts-lab-"));
  const file = join(folder, "ready.json");
  const ports = ["--dns-port", "--https-port", "--http-port", "--smtp-port"].flatMap((flag) => [flag, "0"]);
  const args = ["serve", ...ports, "--www", WWW, "--ca", join(folder, "ca.pem"), "--ready", file];
  const child = spawn(LAB, args, { stdio: ["ignore", "ignore", "inherit"] });
  const ended = new Promise((resolve) => child.once("exit", resolve));
  async function stop() {
    child.kill("SIGTERM");
    await ended;
    rmSync(folder, { recursive: true, force: true });
  }
  const deadline = Date.now() + START_LIMIT;
  while (!existsSync(file)) {
    if (child.exitCode !== null) throw new Error(`the lab ended with code ${child.exitCode}`);
    if (Date.now() > deadline) {
      await stop();
      throw new Error("the lab did not start in time");
    }
    await delay(20);
  }
  return { ready: JSON.parse(readFileSync(file, "utf8")), stop };
}
