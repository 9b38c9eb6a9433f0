// The package as users get it: packed, and installed in an empty folder.
import { execFile } from "node:child_process";
import { cpSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

import { PACKAGE } from "./paths.mjs";

const execute = promisify(execFile);

/** Enough for the slowest tool on a busy machine. */
const LIMIT = 420_000;

/**
 * Packs and installs for the tests of a file, and removes all that after the last.
 *
 * @param {...string} names of fixtures to put beside it
 */
export async function installed(...names) {
  const it = { run };
  it.folder = realpathSync(mkdtempSync(join(tmpdir(), "mta-sts-packed-")));
  after(() => rmSync(it.folder, { recursive: true, force: true }));
  const { stdout } = await execute("npm", ["pack", "--json", "--pack-destination", it.folder], { cwd: PACKAGE });
  const [packed] = Object.values(JSON.parse(stdout));
  it.files = packed.files.map(({ path }) => path);
  it.tarball = join(it.folder, packed.filename);
  writeFileSync(join(it.folder, "package.json"), JSON.stringify({ private: true, type: "module" }));
  await execute("npm", ["install", "--offline", "--no-audit", "--no-fund", it.tarball], { cwd: it.folder });
  for (const name of names) {
    cpSync(fileURLToPath(new URL(`../fixtures/${name}`, import.meta.url)), join(it.folder, name), { recursive: true });
  }
  return it;

  /** Runs a program in the folder; its output. */
  async function run(program, args, { env = {} } = {}) {
    const options = { cwd: it.folder, timeout: LIMIT, maxBuffer: 2 ** 26, env: { ...process.env, ...env } };
    const { stdout } = await execute(program, args, options);
    return stdout.trim();
  }
}
