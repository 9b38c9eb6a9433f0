// The action in `.github/actions/check` as a runner runs it: its own script with its own inputs, a release of the program
// in an archive, and the lab. GitHub itself is not there; a `gh` in its place hands over the archive.
import assert from "node:assert/strict";
import { execFile, execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";

import { CLI, startLab } from "../support/lab.mjs";

const ACTION = fileURLToPath(new URL("../../.github/actions/check", import.meta.url));

const folder = mkdtempSync(join(tmpdir(), "mta-sts-action-"));
const lab = await startLab();

after(async () => {
  await lab.stop();
  rmSync(folder, { recursive: true, force: true });
});

function program(path, script) {
  writeFileSync(path, `#!/usr/bin/env bash\nset -eu\n${script}\n`);
  chmodSync(path, 0o755);
}

/** The release: the program, told where the lab is, in an archive as `cargo xtask dist` names it. */
const { dns, caPem, https, smtp } = lab.ready;
const release = "mta-sts-9.9.9-x86_64-unknown-linux-musl";
mkdirSync(join(folder, release));
const where = `--resolver ${dns} --roots ${caPem} --policy-port ${https} --port ${smtp}`;
program(join(folder, release, "mta-sts"), `shift; exec ${CLI} check ${where} "$@"`);
execFileSync("tar", ["-czf", `${release}.tar.gz`, release], { cwd: folder });
mkdirSync(join(folder, "bin"));
program(
  join(folder, "bin/gh"),
  `echo "$*" >> ${join(folder, "asked")}
case "$1 $2" in
  "release download") [ "\${BROKEN-}" != download ] && cp ${join(folder, release)}.tar.gz . ;;
  "attestation verify") [ "\${BROKEN-}" != attestation ] && [ -f "$3" ] ;;
esac`,
);

/** What action.yml makes of inputs: its defaults, and a variable for each. */
const description = readFileSync(join(ACTION, "action.yml"), "utf8");
const defaults = Object.fromEntries([...description.matchAll(/^ {2}([\w-]+):\n {4}description: .*\n {4}(?:required: true|default: "?(.*?)"?)$/gm)].map(([, name, value]) => [name, value]));
const variables = [...description.matchAll(/^ {8}(\w+): \$\{\{ inputs\.([\w-]+) \}\}$/gm)].map(([, variable, name]) => [variable, name]);

/** Runs the step; its exit code and output, and what it asked GitHub for. */
function run(inputs, more = {}) {
  writeFileSync(join(folder, "asked"), "");
  const given = Object.fromEntries(variables.map(([variable, name]) => [variable, inputs[name] ?? defaults[name] ?? ""]));
  const runner = { PATH: `${join(folder, "bin")}:${process.env.PATH}`, RUNNER_OS: "Linux", RUNNER_ARCH: "X64", RUNNER_TEMP: folder, GITHUB_ACTION_PATH: ACTION, REPOSITORY: "mta-sts/mta-sts" };
  return new Promise((resolve) => {
    execFile("bash", ["-c", 'bash "$GITHUB_ACTION_PATH/run.sh"'], { env: { ...runner, ...given, ...more } }, (error, stdout) => {
      resolve({ code: error?.code ?? 0, stdout, asked: readFileSync(join(folder, "asked"), "utf8").trim().split("\n") });
    });
  });
}

test("every input is handed on", () => {
  assert.deepEqual(variables.map(([, name]) => name).toSorted(), Object.keys(defaults).toSorted());
  assert.equal(variables.length, 7);
});

test("a domain in order passes, one with a fault is annotated and fails", async () => {
  const good = await run({ domain: "good.test", expect: "mode=enforce" });
  assert.equal(good.code, 0, good.stdout);
  assert.match(good.asked[0], /^release download --repo mta-sts\/mta-sts --pattern mta-sts-\*-x86_64-unknown-linux-musl\.tar\.gz$/);
  assert.match(good.asked[1], new RegExp(`^attestation verify ${release}\\.tar\\.gz --repo mta-sts/mta-sts$`));
  const bad = await run({ domain: "mode-case.test" });
  assert.equal(bad.code, 1);
  assert.match(bad.stdout, /^::error .*policy\/mode-invalid/m);
  assert.doesNotMatch(bad.stdout, /smtp/i);
});

test("what is expected must hold, and MX hosts are looked at where one asks for it", async () => {
  const other = await run({ domain: "good.test", expect: "mode=testing" });
  assert.equal(other.code, 1);
  assert.equal((await run({ domain: "expired-mx.test" })).code, 0);
  assert.equal((await run({ domain: "expired-mx.test", probe: "true" })).code, 1);
  assert.equal((await run({ domain: "good.test", "min-max-age": "400d" })).code, 1);
});

test("a version is asked for by its tag, and a domain is no option", async () => {
  assert.match((await run({ domain: "good.test", version: "v9.9.9" })).asked[0], /^release download v9\.9\.9 --repo/);
  assert.equal((await run({ domain: "--help" })).code, 2);
  assert.equal((await run({ domain: '$(touch "$RUNNER_TEMP/run")' })).code, 2);
  assert.throws(() => readFileSync(join(folder, "run")), { code: "ENOENT" });
});

test("what does not come from here is not run", async () => {
  for (const [broken, words] of [["download", /has no archive/], ["attestation", /has no attestation/]]) {
    const { code, stdout } = await run({ domain: "good.test" }, { BROKEN: broken });
    assert.equal(code, 2);
    assert.match(stdout, /^::error title=mta-sts::/m);
    assert.match(stdout, words);
  }
  const { code, stdout } = await run({ domain: "good.test" }, { RUNNER_ARCH: "S390X" });
  assert.deepEqual([code, stdout], [2, "::error title=mta-sts::there is no release for Linux on S390X\n"]);
});
