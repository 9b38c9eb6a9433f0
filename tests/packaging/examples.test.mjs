// The examples that the package brings, each copied out of the packed package and run in its runtime, against the lab.
import assert from "node:assert/strict";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createServer, get as httpGet } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { text } from "node:stream/consumers";
import { fileURLToPath, pathToFileURL } from "node:url";

import express from "express";
import fastify from "fastify";

import { launch } from "../support/browser.mjs";
import { startLab } from "../support/lab.mjs";
import { useLab } from "../support/lab-network.mjs";
import { installed } from "./support/install.mjs";
import { startLabProxy } from "./support/lab-proxy.mjs";
import { BUN, DENO, NODE_22 } from "./support/paths.mjs";
import { startProgram } from "./support/program.mjs";
import { startSite } from "./support/site.mjs";
import { bundleWorker, startWorker } from "./support/workerd.mjs";

const PRELOAD = fileURLToPath(new URL("support/lab-preload.mjs", import.meta.url));
const GOOD = "good.test";
const BROKEN = "mode-case.test";
const POLICY = "version: STSv1\nmode: enforce\nmx: mx.example.com\nmax_age: 604800\n";

const it = await installed();
const examples = join(it.folder, "node_modules/mta-sts/examples");
cpSync(examples, it.folder, { recursive: true });
const lab = await startLab();
useLab(lab.ready);
const proxy = await startLabProxy(lab.ready);

after(async () => {
  await proxy.stop();
  await lab.stop();
});

const local = { resolver: lab.ready.doh, specialUse: ["test"], fetch };
const example = (name) => import(pathToFileURL(join(it.folder, name)));
const json = async (url, init) => {
  const response = await fetch(url, init);
  return { status: response.status, body: await response.json() };
};

test("each is short, and is run below", () => {
  const here = readFileSync(fileURLToPath(import.meta.url), "utf8");
  for (const name of readdirSync(examples)) {
    assert.ok(readFileSync(join(examples, name), "utf8").split("\n").length <= 40, name);
    assert.ok(here.includes(name), `no test runs ${name}`);
  }
});

for (const [name, node] of [["Node 20", process.execPath], ["Node 22", NODE_22]]) {
  test(`${name}: a check for terminal, cron and CI`, async () => {
    const env = { LAB: JSON.stringify(lab.ready), RESOLVER: lab.ready.doh };
    const check = (...domains) => it.run(node, ["--import", PRELOAD, "node-check.mjs", ...domains], { env });
    assert.match(await check(GOOD), /^good\.test: /);
    await assert.rejects(check(GOOD, BROKEN), ({ code, stdout }) => code === 1 && stdout.includes("error [policy/mode-invalid]"));
    await assert.rejects(check("servfail.test"), { code: 3 });
    await assert.rejects(check(), { code: 2, stdout: "" });
  });
}

test("GitHub Actions: a domain checked every night", async (t) => {
  const steps = [...readFileSync(join(examples, "github-actions.yml"), "utf8").matchAll(/^ +- run: (.*)$/gm)].map(([, step]) => step);
  assert.equal(steps.length, 2);
  const folder = mkdtempSync(join(tmpdir(), "mta-sts-runner-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  // The runner's shell, in a folder without anything; the package comes from where it was packed.
  const run = (domains) => {
    const [install, check] = steps;
    const script = `${install.replace(/ mta-sts$/, ` --offline ${it.tarball}`)}\nexport NODE_OPTIONS="--import ${PRELOAD}"\n${check}\n`;
    const env = { DOMAINS: domains, LAB: JSON.stringify(lab.ready), RESOLVER: lab.ready.doh };
    return it.run("bash", ["-e", "-c", `cd ${folder}\n${script}`], { env });
  };
  assert.match(await run(GOOD), /good\.test: /);
  await assert.rejects(run(`${GOOD} ${BROKEN}`), ({ code, stdout }) => code === 1 && stdout.includes("error [policy/mode-invalid]"));
});

test("Express: sign-ups from domains with a broken policy are sent back", async (t) => {
  const { reachableAddress } = await example("express.mjs");
  const app = express();
  app.post("/sign-up", express.json(), reachableAddress(local), (request, response) => response.json({ welcome: request.body.email }));
  const server = createServer(app);
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  t.after(() => server.close().closeAllConnections());
  const headers = { "content-type": "application/json" };
  const url = `http://127.0.0.1:${server.address().port}/sign-up`;
  const signUp = (email) => json(url, { method: "POST", headers, body: JSON.stringify({ email }) });
  assert.deepEqual(await signUp(`ann@${GOOD}`), { status: 200, body: { welcome: `ann@${GOOD}` } });
  assert.equal((await signUp("ann@servfail.test")).status, 200);
  const refused = await signUp(`ann@${BROKEN}`);
  assert.equal(refused.status, 422);
  assert.match(refused.body.error, /^mail to mode-case\.test may be lost: /);
  assert.ok(refused.body.reasons.some((reason) => reason.includes("enforce")));
  for (const email of ["", "ann@localhost", "ann@[127.0.0.1]", undefined]) assert.equal((await signUp(email)).status, 422);
});

test("Fastify: the check API and its badge", async (t) => {
  const { mtaSts } = await example("fastify.mjs");
  const app = fastify();
  t.after(() => app.close());
  app.register(mtaSts, { prefix: "/mta-sts", ...local });
  const url = `${await app.listen({ port: 0, host: "127.0.0.1" })}/mta-sts`;
  const { status, body } = await json(`${url}/check?domain=${GOOD}`);
  assert.deepEqual([status, body.verdict], [200, "pass"]);
  assert.match(await (await fetch(`${url}/badge?domain=${BROKEN}`)).text(), /^<svg .*broken/s);
  const events = await (await fetch(`${url}/check?domain=${GOOD}`, { headers: { accept: "application/x-ndjson" } })).text();
  assert.equal(JSON.parse(events.trimEnd().split("\n").at(-1)).event, "finished");
  const statuses = [];
  for (let n = 0; n < 9; n++) statuses.push((await json(`${url}/check?domain=${GOOD}`)).status);
  assert.deepEqual(statuses, [...Array(7).fill(200), 429, 429]);
});

test("Deno: a policy host for a folder, which refuses a broken file", async (t) => {
  mkdirSync(join(it.folder, "policies"));
  const save = (policy) => writeFileSync(join(it.folder, "policies/example.com.txt"), policy);
  save(POLICY);
  const flags = ["--no-prompt", "--cached-only", "--node-modules-dir=manual", "--allow-net", "--allow-read=policies", "--allow-env=PORT"];
  const server = await startProgram(DENO, ["run", ...flags, "deno-policy-host.mjs"], { cwd: it.folder, env: { PORT: "0" } });
  t.after(server.stop);
  // `fetch` does not let anybody choose a Host.
  const policy = async (host) => {
    const url = `${server.url}/.well-known/mta-sts.txt`;
    const response = await new Promise((resolve, reject) => httpGet(url, { headers: { host } }, resolve).once("error", reject));
    return { status: response.statusCode, kept: response.headers["mta-sts-policy"], body: await text(response) };
  };
  const good = { status: 200, kept: undefined, body: POLICY.replaceAll("\n", "\r\n") };
  assert.deepEqual(await policy("mta-sts.example.com"), good);
  save(POLICY.replace("enforce", "Enforce"));
  assert.deepEqual(await policy("mta-sts.example.com"), { ...good, kept: "last-good" });
  assert.equal((await policy("mta-sts.example.net")).status, 404);
});

test("Bun: the check API and the relay", async (t) => {
  const env = {
    ALLOWED_ORIGINS: "https://checker.example",
    HTTPS_PROXY: `http://127.0.0.1:${proxy.port}`,
    // BoringSSL does not know the constraint to addresses that the lab's CA has; who answers is not what is tested here.
    NODE_TLS_REJECT_UNAUTHORIZED: "0",
    PORT: "0",
    RESOLVER: lab.ready.doh,
    SPECIAL_USE: "test",
  };
  const server = await startProgram(BUN, ["bun-check-api.mjs"], { cwd: it.folder, env });
  t.after(server.stop);
  for (const [domain, verdict] of [[GOOD, "pass"], [BROKEN, "fail"]]) {
    const { status, body } = await json(`${server.url}/check?domain=${domain}`);
    assert.deepEqual([status, body.verdict], [200, verdict]);
  }
  const relayed = await json(`${server.url}/relay?domain=${GOOD}`);
  assert.match(relayed.body.body, /^version: STSv1\r\n/);
  assert.equal((await json(`${server.url}/relay?domain=${GOOD}`, { headers: { origin: "https://evil.example" } })).status, 403);
});

test("Worker: the handlers, and a status for monitors", async (t) => {
  const bundle = await bundleWorker(it.folder, "./worker.mjs");
  for (const [domains, status] of [[GOOD, 200], [`${GOOD}, ${BROKEN}`, 503]]) {
    const bindings = { DOMAINS: domains, RESOLVER: lab.ready.doh, SPECIAL_USE: "test" };
    const worker = await startWorker(bundle, { bindings, proxy: proxy.port });
    t.after(worker.stop);
    const found = await json(`${worker.url}/status`);
    const verdicts = found.body.map(({ domain, verdict }) => [domain, verdict]);
    assert.deepEqual(verdicts, [[GOOD, "pass"], [BROKEN, "fail"]].slice(0, verdicts.length));
    assert.deepEqual([found.status, verdicts.length], [status, domains.split(",").length]);
    assert.equal((await json(`${worker.url}/check?domain=${BROKEN}`)).body.verdict, "fail");
  }
});

test("browser: a page without a bundler", async (t) => {
  const site = await startSite(it.folder);
  const browser = await launch(lab.ready);
  t.after(async () => {
    await browser.close();
    await site.stop();
  });
  const page = await browser.newPage();
  await page.goto(`${site.url}/browser.html`);
  await page.fill("[name=resolver]", lab.ready.doh);
  for (const domain of [GOOD, BROKEN]) {
    await page.fill("[name=domain]", domain);
    await page.click("button");
    await page.waitForFunction(() => !document.querySelector("p").textContent.endsWith("…"), null, { timeout: 20_000 });
    assert.equal(/in order/.test(await page.innerText("p")), domain === GOOD);
    assert.equal((await page.locator("li", { hasText: "Enforce" }).count()) > 0, domain === BROKEN);
  }
});
