// A server in another runtime, as a child process that tells where it listens.
import { spawn } from "node:child_process";

const START_LIMIT = 30_000;

/** Starts it; `url` is at the port that it has named. Give it port 0. */
export async function startProgram(program, args, { cwd, env = {} }) {
  const child = spawn(program, args, { cwd, env: { ...process.env, ...env }, stdio: ["ignore", "pipe", "pipe"] });
  const ended = new Promise((resolve) => child.once("exit", resolve));
  async function stop() {
    child.kill("SIGKILL");
    await ended;
  }
  let said = "";
  const told = new Promise((resolve) => {
    const listen = (chunk) => {
      said += chunk;
      const port = /http:\/\/[^\s/]+:(\d+)/.exec(said)?.[1];
      if (port !== undefined) resolve(port);
    };
    child.stdout.on("data", listen);
    child.stderr.on("data", listen);
  });
  const limit = AbortSignal.timeout(START_LIMIT);
  const failed = (why) => Promise.reject(new Error(`${program} ${why}: ${said}`));
  const late = new Promise((resolve) => limit.addEventListener("abort", resolve)).then(() => failed("did not start in time"));
  const broken = ended.then(() => failed("ended"));
  // Whichever comes after the race is of no interest.
  for (const loser of [late, broken]) loser.catch(() => {});
  try {
    return { url: `http://127.0.0.1:${await Promise.race([told, late, broken])}`, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
