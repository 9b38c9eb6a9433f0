// Every mode in a real Firefox, over real HTTPS and DNS over HTTPS, against the lab.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { after, before, test } from "node:test";

import { labHash } from "../support/browser.mjs";
import { launchFirefox } from "../support/firefox.mjs";
import { CLI, scenarios, startLab } from "../support/lab.mjs";
import { refusals } from "../support/refusals.mjs";
import { failure, report } from "../support/reports.mjs";
import { assertAllAsExpected } from "../support/verdicts.mjs";

const FAULTY = "version: STSv1\nmode: Enforce\nmx: mail.example.com\nmax_age: 604800\n";

let lab, firefox, page;
const complaints = [];

before(async () => {
  lab = await startLab();
  firefox = await launchFirefox(lab.ready);
  page = await open();
});

after(async () => {
  await firefox?.close();
  await lab?.stop();
});

/** The page in a tab of its own. */
async function open() {
  const tab = await firefox.browser.newPage();
  // Firefox itself reports each answer that it keeps from the page; what the page makes of those is tested below.
  const note = (text) => /Cross-Origin Request Blocked/.test(text) || complaints.push(text);
  tab.on("pageerror", (error) => note(String(error)));
  tab.on("console", (message) => {
    if (["error", "warn"].includes(message.type())) note(message.text());
  });
  await tab.goto(`https://page.test/${labHash()}`);
  await tab.waitForSelector("html[data-complete]");
  return tab;
}

const text = (selector) => page.$eval(selector, (found) => found.textContent);
const attribute = (selector, name) => page.$eval(selector, (found, name) => found.getAttribute(name), name);

/** Puts a value in as though typed, all at once. */
async function fill(selector, value, tab = page) {
  await tab.$eval(
    selector,
    (field, value) => {
      field.value = value;
      field.dispatchEvent(new Event("input"));
    },
    value,
  );
}

async function check(domain, tab = page) {
  await fill("#domain", domain, tab);
  // Not by a click: only one tab can be in front.
  await tab.$eval("#check-form", (form) => form.requestSubmit());
  await tab.waitForSelector(`.verdict[data-domain="${domain}"]`);
}

test("a check passes", async () => {
  await check("good.test");
  assert.equal(await attribute("#report .verdict", "data-outcome"), "pass");
  const outcomes = await page.$$eval(".step", (steps) => steps.map(({ dataset }) => dataset.outcome));
  assert.deepEqual(outcomes, ["pass", "pass", "pass", "pass", "pass", "not-tested", "skipped", "pass", "pass"]);
});

test("a redirect is seen, and fails", async () => {
  await check("redirect.test");
  assert.equal(await attribute('[data-step="fetch"]', "data-outcome"), "fail");
});

test("a Policy Host without CORS is not tested", async () => {
  await check("no-cors.test");
  assert.equal(await attribute("#report .verdict", "data-outcome"), "not-tested");
  assert.match(await text('[data-step="fetch"]'), /some HTTPS answer came over a certificate that the browser trusts/);
});

test("every lab domain ends as the lab expects, or untested where a browser cannot look", async () => {
  const tabs = await Promise.all(Array.from({ length: 3 }, open));
  const lookers = tabs.map((tab) => async (domain) => {
    await check(domain, tab);
    const outcomes = await tab.$$eval(".step", (steps) => steps.map(({ dataset }) => [dataset.step, dataset.outcome]));
    const codes = await tab.$$eval(".step .finding", (all) => all.map(({ dataset }) => dataset.code));
    const fetching = await tab.$eval('[data-step="fetch"]', ({ textContent }) => textContent);
    return { outcomes: Object.fromEntries(outcomes), codes, fetching };
  });
  try {
    await assertAllAsExpected(scenarios(), lookers);
  } finally {
    await Promise.all(tabs.map((tab) => tab.close()));
    await page.bringToFront();
  }
});

test("a typed policy is judged, and mended by its fixes", async () => {
  await page.click("#to-paste");
  await page.type("#policy", FAULTY);
  await page.waitForSelector('#judgement .finding[data-code="policy/mode-invalid"]');
  assert.deepEqual(await page.$$eval("#policy-editor .backdrop mark", (marks) => marks.map((mark) => mark.textContent)), ["Enforce"]);
  await page.click("#fix-all");
  await page.waitForSelector('#judgement .verdict[data-outcome="pass"]');
  assert.equal(await page.$eval("#policy", ({ value }) => value), FAULTY.replace("Enforce", "enforce"));
  await fill("#hosts", "mail.example.com");
  await page.waitForSelector('#senders .group[data-becomes="protected"]');
});

test("records and hosts beside it are marked, too, and what is marked can be reached by key", async () => {
  await fill("#txt", "v=STSv1; id=2026-01-01;");
  await fill("#hosts", "mail.example.com\nold.example.com");
  await page.waitForSelector("#txt-editor .backdrop mark");
  assert.equal(await text("#hosts-editor .backdrop mark"), "old.example.com");
  await page.focus("#txt");
  await page.keyboard.press("F8");
  assert.equal(await page.$eval("#txt", (area) => area.value.slice(area.selectionStart, area.selectionEnd)), "2026-01-01");
  await page.$eval('#judgement [data-code="record/id-invalid"] button.small', (button) => button.click());
  await page.waitForSelector('#record-verdict[data-outcome="pass"]');
  await page.keyboard.down("Control");
  await page.keyboard.press("z");
  await page.keyboard.up("Control");
  await page.waitForSelector('#record-verdict[data-outcome="fail"]');
});

test("policy and records are generated", async () => {
  await page.click("#to-generate");
  await fill("#generate-domain", "example.com");
  await fill("#generate-mx", "mail.example.com");
  await page.click("#generate-form button");
  await page.waitForSelector('[data-part="policy"]');
  assert.match(await text('[data-part="policy"] pre'), /^version: STSv1\r\nmode: testing\r\nmx: mail\.example\.com\r\n/);
});

test("a change is planned", async () => {
  await page.click("#to-plan");
  await fill("#plan-domain", "example.com");
  await fill("#plan-to-mx", "mail.example.com");
  await page.click("#plan-form button");
  await page.waitForSelector('.timeline [data-kind="publish-record"]');
});

test("two versions of a policy are compared", async () => {
  await fill("#compare-before", FAULTY.replace("Enforce", "testing"));
  await fill("#compare-after", FAULTY.replace("Enforce", "enforce"));
  await page.click("#compare-form button");
  await page.waitForSelector('#compare-results [data-code="diff/mode-enforce"]');
});

test("certificates that the command line program saw are shown", async () => {
  await page.click("#to-check");
  await check("expired-mx.test");
  const { dns, caPem, smtp } = lab.ready;
  // Findings end the program with code 1.
  const { stdout } = spawnSync(CLI, ["probe", "mx.expired-mx.test", "--resolver", dns, "--roots", caPem, "--port", String(smtp), "--format", "json"], { encoding: "utf8" });
  await fill("#probe-json", stdout);
  await page.waitForSelector('.host[data-host="mx.expired-mx.test"] .address[data-outcome="fail"]');
  assert.match(await text(".host"), /covered by mx\.expired-mx\.test/);
});

test("what the page forbids itself is refused", async () => {
  const tab = await firefox.browser.newPage();
  await tab.goto("https://page.test/");
  await tab.waitForSelector("html[data-complete]");
  const outcomes = await tab.evaluate(refusals);
  assert.deepEqual(Object.keys(outcomes).filter((name) => outcomes[name] !== "refused"), []);
  await tab.close();
  await page.bringToFront();
});

test("reports are read in the worker, packed by the browser itself", async () => {
  await page.click("#to-reports");
  await page.evaluate(async (plain, toPack) => {
    const packed = new Response(new Blob([toPack]).stream().pipeThrough(new CompressionStream("gzip")));
    const files = new DataTransfer();
    files.items.add(new File([plain], "a.json"));
    files.items.add(new File([await packed.blob()], "b.json.gz"));
    document.querySelector("#reports-mode").dispatchEvent(new DragEvent("drop", { dataTransfer: files, bubbles: true, cancelable: true }));
  }, JSON.stringify(report({ failures: [failure("certificate-expired", 10)] })), JSON.stringify(report({ id: "2" })));
  await page.waitForSelector("#reports-summary");
  assert.equal(await text("#reports-summary h3"), "10 of 1,810 sessions failed (0.6 %)");
});

test("with the network gone, checks are not tested and the rest works", async () => {
  firefox.cutOff();
  await page.click("#to-check");
  await check("testing.test");
  assert.equal(await attribute("#report .verdict", "data-outcome"), "not-tested");
  assert.equal(await page.$$eval('#report [data-outcome="fail"]', (all) => all.length), 0);
  await page.click("#to-paste");
  await fill("#policy", "version: STSv1\n");
  await page.waitForSelector('#judgement .finding[data-code="policy/mode-missing"]');
  await page.click("#to-learn");
  await page.waitForSelector("#learn-mode .way");
  assert.deepEqual(complaints, []);
});
