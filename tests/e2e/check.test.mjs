// "Check a domain" in a real browser, over real HTTPS and DNS over HTTPS, against the lab.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { labHash, openPage } from "../support/browser.mjs";
import { CLI, scenarios } from "../support/lab.mjs";
import { check, stage } from "../support/stage.mjs";
import { assertAllAsExpected } from "../support/verdicts.mjs";

const at = stage();

function outcomes(page) {
  return page.$$eval(".step", (steps) => Object.fromEntries(steps.map((s) => [s.dataset.step, s.dataset.outcome])));
}

function codes(page) {
  return page.$$eval(".step .finding", (all) => all.map((finding) => finding.dataset.code));
}

test("good.test passes; its certificates are not tested, and the page says so", async () => {
  const { page, complaints, close } = await openPage(at.browser, { hash: labHash() });
  await check(page, "good.test");
  assert.equal(await page.getAttribute(".verdict", "data-outcome"), "pass");
  assert.match(await page.textContent(".verdict h3"), /in order.*certificates were not tested/);
  const { starttls, dane, ...others } = await outcomes(page);
  assert.deepEqual([starttls, dane], ["not-tested", "skipped"]);
  assert.ok(Object.values(others).every((outcome) => outcome === "pass"));
  assert.match(await page.textContent('[data-step="starttls"]'), /mta-sts check good\.test/);
  assert.match(await page.textContent("#report table"), /mx\.good\.test/);
  assert.deepEqual(complaints, []);
  await close();
});

test("a link with a domain starts its check, and U-labels are accepted", async () => {
  const { page, close } = await openPage(at.browser, { hash: labHash({ domain: "redirect.test" }) });
  await page.waitForSelector('.verdict[data-domain="redirect.test"][data-outcome="fail"]');
  await page.fill("#domain", "bücher.test");
  await page.click("#start");
  await page.waitForSelector('.verdict[data-domain="xn--bcher-kva.test"]');
  await close();
});

test("a Policy Host without CORS is not tested, never broken, and the way on is there", async () => {
  const { page, close } = await openPage(at.browser, { hash: labHash() });
  await check(page, "no-cors.test");
  assert.equal(await page.getAttribute(".verdict", "data-outcome"), "not-tested");
  assert.deepEqual(await outcomes(page), {
    record: "pass",
    fetch: "not-tested",
    policy: "not-tested",
    mx: "pass",
    coverage: "not-tested",
    starttls: "not-tested",
    dane: "skipped",
    tlsrpt: "pass",
    mail: "pass",
  });
  const fetchStep = await page.textContent('[data-step="fetch"]');
  assert.match(fetchStep, /some HTTPS answer came over a certificate that the browser trusts/);
  assert.match(fetchStep, /curl -sS https:\/\/mta-sts\.no-cors\.test\/\.well-known\/mta-sts\.txt/);
  await page.click("[data-way=relay]");
  assert.equal(await page.evaluate(() => document.activeElement?.id), "relay");
  await page.click("[data-way=paste]");
  await page.waitForSelector("#paste-mode:not([hidden]) #policy:focus");
  assert.equal(await page.inputValue("#hosts"), "mx.no-cors.test");
  assert.match(await page.inputValue("#txt"), /^v=STSv1;/);
  await close();
});

test("a policy that was saved is opened from where it could not be read, chosen or dropped", async () => {
  const { page, complaints, close } = await openPage(at.browser, { hash: labHash() });
  await check(page, "no-cors.test");
  await page.setInputFiles('[data-step="fetch"] [data-way=file]', { name: "mta-sts.txt", mimeType: "text/plain", buffer: Buffer.from(SAVED) });
  await page.waitForSelector('#judgement .verdict[data-outcome="pass"]');
  assert.equal(await page.inputValue("#policy"), SAVED);
  assert.equal(await page.inputValue("#hosts"), "mx.no-cors.test");
  await page.click("#to-check");
  await page.$eval(
    '[data-step="fetch"] [data-way=file]',
    (within, text) => {
      const files = new DataTransfer();
      files.items.add(new File([text], "mta-sts.txt"));
      within.dispatchEvent(new DragEvent("drop", { dataTransfer: files, bubbles: true, cancelable: true }));
    },
    SAVED.replace("enforce", "Enforce"),
  );
  await page.waitForSelector('#paste-mode:not([hidden]) [data-code="policy/mode-invalid"]');
  assert.deepEqual(complaints, []);
  await close();
});

const SAVED = "version: STSv1\nmode: enforce\nmx: mx.no-cors.test\nmax_age: 604800\n";

test("with a relay the same host is read", async () => {
  const { page, close } = await openPage(at.browser, { hash: labHash({ relay: "https://relay.test/relay" }) });
  await check(page, "no-cors.test");
  assert.equal(await page.getAttribute(".verdict", "data-outcome"), "pass");
  await check(page, "expired-policy.test");
  assert.deepEqual(await codes(page), ["fetch/certificate-expired"]);
  await close();
});

test("a resolver that does not answer leaves everything untested, with its name", async () => {
  const hash = labHash({ resolver: "https://nobody.test/dns-query" });
  const { page, close } = await openPage(at.browser, { hash });
  await check(page, "good.test");
  assert.equal(await page.getAttribute(".verdict", "data-outcome"), "not-tested");
  assert.match(await page.textContent('[data-step="record"]'), /nobody\.test/);
  assert.equal(await page.locator('[data-outcome="fail"]').count(), 0);
  await close();
});

test("trying again asks anew only what failed", async () => {
  const { page, close } = await openPage(at.browser, { hash: labHash() });
  let blocked = true;
  await page.route("https://mta-sts.good.test/**", (route) => (blocked ? route.abort() : route.continue()));
  await check(page, "good.test");
  assert.equal((await outcomes(page)).fetch, "not-tested");
  blocked = false;
  const asked = [];
  page.on("request", (request) => asked.push(new URL(request.url()).host));
  await page.click('[data-step="fetch"] [data-way=retry]');
  await page.waitForSelector('.verdict[data-outcome="pass"]');
  assert.deepEqual([...new Set(asked)], ["mta-sts.good.test"]);
  await close();
});

test("a second resolver is compared, and where they differ is shown", async () => {
  const { page, close } = await openPage(at.browser, { hash: labHash({ second: "https://dns.test/dns-query" }) });
  await check(page, "good.test");
  await page.waitForSelector("#comparison");
  assert.match(await page.textContent("#comparison"), /gives the same records/);
  await page.click("#options > summary");
  await page.fill("#second-resolver", "https://nobody.test/dns-query");
  await check(page, "testing.test");
  await page.waitForSelector("#comparison");
  assert.match(await page.textContent("#comparison table"), /MX records/);
  await close();
});

test("the report is saved as the JSON that every host gives, and a link carries inputs only", async () => {
  const { page, close } = await openPage(at.browser, { hash: labHash(), permissions: ["clipboard-read", "clipboard-write"] });
  await check(page, "good.test");
  const [download] = await Promise.all([page.waitForEvent("download"), page.click("#save-json")]);
  assert.equal(download.suggestedFilename(), "mta-sts-good.test.json");
  const report = JSON.parse(readFileSync(await download.path(), "utf8"));
  assert.equal(report.domain, "good.test");
  await page.click(".exports button >> nth=0");
  const link = new URL(await page.evaluate(() => navigator.clipboard.readText()));
  assert.deepEqual(Object.fromEntries(new URLSearchParams(link.hash.slice(1))), { domain: "good.test", resolver: "https://dns.test/dns-query" });
  await close();
});

test("certificates that the command line program saw are shown per host and address", async () => {
  const { page, complaints, close } = await openPage(at.browser, { hash: labHash() });
  await check(page, "good.test");
  await page.click("[data-way=certificates]");
  await page.fill("#probe-json", "{}");
  assert.match(await page.textContent("#certificates .error"), /not the output of `mta-sts probe/);
  const { dns, caPem, smtp } = at.lab.ready;
  const args = ["probe", "mx.expired-mx.test", "--resolver", dns, "--roots", caPem, "--port", String(smtp), "--format", "json"];
  // Findings end the program with code 1.
  const { stdout } = spawnSync(CLI, args, { encoding: "utf8" });
  await page.fill("#probe-json", stdout);
  await page.waitForSelector('.host[data-host="mx.expired-mx.test"] .address[data-outcome="fail"]');
  assert.match(await page.textContent(".host"), /not an MX host of the domain.*no pattern of the policy covers it/s);
  assert.match(await page.textContent(".address"), /expired/);
  const outdated = JSON.parse(stdout);
  outdated.findings = [];
  await page.fill("#probe-json", JSON.stringify(outdated));
  // Good when it was looked at, as far as that output tells, and not good any more.
  await page.waitForSelector('.address[data-outcome="warn"] dd:text("expired by now")');
  const hostile = JSON.parse(stdout);
  hostile.probe.addresses[0].result.certificate.dnsNames = ["<img src=x onerror=document.title=1>\u202e"];
  await page.fill("#probe-json", JSON.stringify(hostile));
  await page.waitForFunction(() => document.querySelector(".address")?.textContent.includes("U+202E"));
  assert.equal(await page.locator("#certificates img").count(), 0);
  assert.deepEqual(complaints, []);
  await close();
});

test("what is no domain is refused in one sentence", async () => {
  const { page, close } = await openPage(at.browser, { hash: labHash() });
  await page.fill("#domain", "not a domain");
  await page.keyboard.press("Enter");
  await page.waitForFunction(() => document.querySelector("#domain-error").textContent !== "");
  assert.match(await page.textContent("#domain-error"), /"not a domain" is not a domain name/);
  assert.equal(await page.locator(".verdict").count(), 0);
  await close();
});

test("a check can be cancelled", async () => {
  const { page, close } = await openPage(at.browser, { hash: labHash() });
  await page.fill("#domain", "slow.test");
  await page.click("#start");
  await page.waitForSelector('[data-step="record"][data-outcome="pass"]');
  await page.click("#cancel");
  await page.waitForFunction(() => /cancelled/.test(document.querySelector("#domain-error").textContent));
  assert.equal(await page.locator('[data-outcome="pending"]').count(), 0);
  await close();
});

test("who waits no longer than a second is told so, and may try again", async () => {
  const { page, close } = await openPage(at.browser, { hash: labHash() });
  await page.click("#options > summary");
  await page.fill("#patience", "1");
  await check(page, "slow.test");
  assert.equal((await outcomes(page)).fetch, "not-tested");
  assert.equal(await page.locator('#report [data-outcome="fail"]').count(), 0);
  await page.waitForSelector('[data-step="fetch"] [data-way=retry]');
  await close();
});

test("settings are kept in this browser, those of a link only while it is open", async () => {
  const { page, close } = await openPage(at.browser);
  await page.click("#options > summary");
  await page.selectOption("#resolver-choice", "own");
  await page.fill("#own-resolver", "https://dns.test/dns-query");
  await page.fill("#patience", "20");
  await page.goto("https://page.test/?again#resolver=https://other.test/dns-query&relay=https://relay.test/relay");
  await page.waitForSelector("html[data-ready]");
  assert.match(await page.textContent("#resolver-name"), /^other\.test, with a relay$/);
  await page.goto("https://page.test/?anew");
  await page.waitForSelector("html[data-ready]");
  assert.equal(await page.textContent("#resolver-name"), "dns.test, no relay");
  assert.equal(await page.inputValue("#patience"), "20");
  await close();
});

test("a dropped report of the command line program shows the certificates of the domain's own hosts", async () => {
  const { page, complaints, close } = await openPage(at.browser, { hash: labHash() });
  await check(page, "expiring-mx.test");
  const { dns, https, caPem, smtp } = at.lab.ready;
  const args = ["check", "expiring-mx.test", "--resolver", dns, "--policy-port", String(https), "--port", String(smtp), "--roots", caPem, "--format", "json"];
  const { stdout, stderr } = spawnSync(CLI, args, { encoding: "utf8" });
  assert.notEqual(stdout, "", stderr);
  await page.evaluate((text) => {
    const files = new DataTransfer();
    files.items.add(new File([text], "report.json", { type: "application/json" }));
    document.querySelector("#certificates").dispatchEvent(new DragEvent("drop", { dataTransfer: files, bubbles: true, cancelable: true }));
  }, stdout);
  await page.waitForSelector('#certificates .host[data-host="mx.expiring-mx.test"] .address[data-outcome="warn"]');
  assert.match(await page.textContent("#certificates .host"), /covered by mx\.expiring-mx\.test.*[45] days left/s);
  assert.deepEqual(complaints, []);
  await close();
});

test("on paper everything is open, and nothing is there to be clicked", async () => {
  const { page, close } = await openPage(at.browser, { hash: labHash() });
  await check(page, "bad-id.test");
  await page.emulateMedia({ media: "print" });
  await page.evaluate(() => dispatchEvent(new Event("beforeprint")));
  assert.equal(await page.locator("#report details:not([open])").count(), 0);
  for (const selector of ["nav", "form", "footer", "button", "textarea", "input"]) assert.equal(await page.locator(`${selector}:visible`).count(), 0, selector);
  assert.ok(await page.isVisible("#report .verdict"));
  // What was checked and when is on it.
  assert.match(await page.textContent("#report .verdict"), /bad-id\.test/);
  assert.match(await page.textContent("#report .evidence"), /Checked\d{4}-\d\d-\d\d \d\d:\d\d UTC/);
  await close();
});

test("what the resolver says of DNSSEC is among the evidence, and SPF and DMARC as context", async () => {
  const { page, close } = await openPage(at.browser, { hash: labHash() });
  for (const [domain, words] of [["good.test", "vouches for nothing here"], ["dane.test", "MX records"]]) {
    await check(page, domain);
    const facts = await page.$$eval(".evidence dt", (terms) => Object.fromEntries(terms.map((term) => [term.textContent, term.nextElementSibling?.textContent])));
    assert.ok(facts["DNSSEC, says the resolver"].includes(words), `${domain}: ${facts["DNSSEC, says the resolver"]}`);
    assert.match(facts.SPF, /^v=spf1 /);
    assert.match(facts.DMARC, /^v=DMARC1;/);
  }
  await close();
});

test("only the resolver and the Policy Host are asked", async () => {
  const { page, close } = await openPage(at.browser, { hash: labHash() });
  const hosts = new Set();
  page.on("request", (request) => hosts.add(new URL(request.url()).host));
  await check(page, "good.test");
  assert.deepEqual([...hosts].toSorted(), ["dns.test", "mta-sts.good.test"]);
  await close();
});

test("every lab domain ends as the lab expects, or untested where a browser cannot look", async () => {
  const opened = await Promise.all(Array.from({ length: 3 }, () => openPage(at.browser, { hash: labHash() })));
  const lookers = opened.map(({ page }) => async (domain) => {
    await check(page, domain);
    return { outcomes: await outcomes(page), codes: await codes(page), fetching: await page.textContent('[data-step="fetch"]') };
  });
  await assertAllAsExpected(scenarios(), lookers);
  for (const { complaints, close } of opened) {
    assert.deepEqual(complaints, []);
    await close();
  }
});
