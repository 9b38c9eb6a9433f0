// A Worker in the real workerd: bundled as wrangler does it, served on a free port.
import { spawn } from "node:child_process";
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { text } from "node:stream/consumers";

import * as esbuild from "esbuild";

import { WORKERD } from "./paths.mjs";

const START_LIMIT = 30_000;

/** Bundles a Worker; compiled wasm stays a module of its own. The folder holds what would be uploaded. */
export async function bundleWorker(folder, entry) {
  const out = join(folder, "worker");
  mkdirSync(out, { recursive: true });
  const modules = new Set();
  const wasm = {
    name: "wasm-modules",
    setup(build) {
      build.onResolve({ filter: /\.wasm$/ }, async ({ path, resolveDir, pluginData, kind }) => {
        if (pluginData === "plain") return undefined;
        const found = await build.resolve(path, { resolveDir, kind, pluginData: "plain" });
        const name = basename(found.path);
        copyFileSync(found.path, join(out, name));
        modules.add(name);
        return { path: `./${name}`, external: true };
      });
    },
  };
  await esbuild.build({
    absWorkingDir: folder,
    entryPoints: { main: entry },
    outdir: out,
    bundle: true,
    format: "esm",
    minify: true,
    conditions: ["workerd", "worker", "browser"],
    plugins: [wasm],
  });
  return { out, modules: [...modules] };
}

/**
 * Serves a bundled Worker.
 *
 * @param {{ out: string, modules: string[] }} bundle
 * @param {{ bindings?: Record<string, string>, kv?: Record<string, number>, proxy?: number }} [options] `kv`: names of
 *   KV bindings, with the port of what they speak to; `proxy`: the port of an HTTP proxy to fetch through
 */
export async function startWorker({ out, modules }, { bindings = {}, kv = {}, proxy } = {}) {
  const embedded = modules.map((name) => `(name = "${name}", wasm = embed "${name}")`);
  const variables = Object.entries(bindings).map(([name, value]) => `(name = "${name}", text = ${JSON.stringify(value)})`);
  variables.push(...Object.keys(kv).map((name) => `(name = "${name}", kvNamespace = "kv-${name}")`));
  const stores = Object.entries(kv).map(([name, port]) => `, (name = "kv-${name}", external = (address = "127.0.0.1:${port}", http = ()))`);
  const outbound = proxy === undefined ? "" : `globalOutbound = "outside",`;
  const outside = proxy === undefined ? "" : `, (name = "outside", external = (address = "127.0.0.1:${proxy}", http = (style = proxy)))`;
  writeFileSync(
    join(out, "config.capnp"),
    `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [(name = "main", worker = .worker)${outside}${stores.join("")}],
  sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "main")],
);
const worker :Workerd.Worker = (
  modules = [${['(name = "main.js", esModule = embed "main.js")', ...embedded].join(", ")}],
  compatibilityDate = "2026-01-01", ${outbound}
  bindings = [${variables.join(", ")}],
);
`,
  );
  const child = spawn(WORKERD, ["serve", "config.capnp", "--control-fd=3"], { cwd: out, stdio: ["ignore", "ignore", "pipe", "pipe"] });
  const errors = text(child.stderr);
  const ended = new Promise((resolve) => child.once("exit", resolve));
  const port = await listening(child.stdio[3], ended.then(() => errors));
  async function stop() {
    child.kill("SIGTERM");
    await ended;
  }
  return { url: `http://127.0.0.1:${port}`, pid: child.pid, stop };
}

/** workerd tells on its control channel where it listens. */
async function listening(control, failure) {
  const told = new Promise((resolve) => {
    let seen = "";
    control.on("data", (chunk) => {
      seen += chunk;
      const line = seen.split("\n").find((text) => text.includes('"listen"'));
      if (line !== undefined) resolve(JSON.parse(line).port);
    });
  });
  const limit = AbortSignal.timeout(START_LIMIT);
  const late = new Promise((_, reject) => limit.addEventListener("abort", () => reject(new Error("workerd did not start in time"))));
  return Promise.race([told, late, failure.then((words) => Promise.reject(new Error(`workerd ended: ${words}`)))]);
}

/** The bytes that would be uploaded. */
export function uploadSize({ out, modules }) {
  return ["main.js", ...modules].reduce((sum, name) => sum + readFileSync(join(out, name)).length, 0);
}
