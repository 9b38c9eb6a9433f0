// Hostile text in every place that takes any: it stays text, and the page stays responsive.
import assert from "node:assert/strict";
import { test } from "node:test";

import { labHash, openPage } from "../support/browser.mjs";
import { ENDLESS, HOSTILE, assertInert, scriptTime } from "../support/hostile.mjs";
import { failure, file, report } from "../support/reports.mjs";
import { check, stage } from "../support/stage.mjs";

const at = stage();

async function paste() {
  const opened = await openPage(at.browser, { hash: "#paste" });
  await opened.page.waitForSelector("#paste-mode:not([hidden])");
  return opened;
}

/** A probe in which every text is hostile. */
function probe(text) {
  const certificate = { dnsNames: [text, `*.${text}`], issuer: text, notBefore: 0, notAfter: 1e9, subject: text };
  const result = { outcome: "handshake", protocol: text, cipher: text, detail: text, text, phase: text, chain: { verdict: text, detail: text }, certificate };
  const finding = { code: text, message: text, help: text, rfc: text, affects: text, severity: "error", labels: [], fixes: [], params: { host: "mx.example.com" } };
  return { probe: { host: "mx.example.com", addresses: [{ address: text, port: 25, result }] }, findings: [finding] };
}

test("in the fields of a certificate", async () => {
  const { page, complaints, close } = await openPage(at.browser, { hash: labHash() });
  await check(page, "good.test");
  await page.click("[data-way=certificates]");
  for (const text of [HOSTILE, ENDLESS]) {
    await scriptTime(page, "probe-json", JSON.stringify(probe(text)), "#certificates .address");
    await assertInert(page);
  }
  await page.fill("#probe-json", JSON.stringify(probe(HOSTILE)).replace('"mx.example.com"', JSON.stringify(HOSTILE)));
  await page.waitForSelector("#certificates .host h4 .odd");
  await assertInert(page);
  assert.deepEqual(complaints, []);
  await close();
});

test("in the shape of a probe: what is not one is told in a sentence", async () => {
  const { page, complaints, close } = await openPage(at.browser, { hash: labHash() });
  await check(page, "good.test");
  await page.click("[data-way=certificates]");
  const with_ = (change) => {
    const document = probe("x");
    change(document.probe.addresses[0].result, document);
    return document;
  };
  const odd = [
    with_((result) => (result.certificate = null)),
    with_((result) => (result.certificate.dnsNames = "x")),
    with_((result) => (result.certificate.dnsNames = [{}, null, 1])),
    with_((result) => (result.certificate.notAfter = "x")),
    with_((result) => (result.certificate.notBefore = 1e300)),
    with_((result) => (result.chain = [])),
    with_((result) => (result.outcome = "constructor")),
    with_((_, document) => (document.findings[0].code = "__proto__")),
    with_((_, document) => (document.findings[0].params = null)),
    with_((_, document) => (document.findings = [null])),
    with_((_, document) => (document.findings[0].labels = null)),
    with_((_, document) => (document.findings[0].severity = "x")),
    with_((_, document) => (document.probe.addresses = [null])),
    [],
    null,
    "x",
  ];
  for (const document of odd) {
    const json = JSON.stringify(document);
    await page.fill("#probe-json", json);
    await page.waitForSelector("#certificates .address, #certificates .error:not(:empty)");
    assert.doesNotMatch(await page.textContent("#certificates"), /undefined|\[object|TypeError|is not a function|Cannot read|NaN/, json);
  }
  assert.deepEqual(complaints, []);
  await close();
});

test("in a policy, records and a domain that a check meets", async () => {
  const { page, complaints, close } = await openPage(at.browser, { hash: labHash({ domain: HOSTILE }) });
  await page.waitForSelector("#domain-error:not(:empty)");
  await assertInert(page);
  let body = "";
  const headers = { "access-control-allow-origin": "*" };
  await page.route("https://mta-sts.good.test/**", (route) => route.fulfill({ contentType: "text/plain; charset=utf-8", headers, body }));
  for (body of [`version: STSv1\nmode: ${HOSTILE}\nmx: ${HOSTILE}\n${HOSTILE}: ${HOSTILE}\n`, `version: STSv1\nmode: enforce\nmx: ${ENDLESS}`.slice(0, 65_536)]) {
    await page.reload();
    await page.waitForSelector("html[data-complete]");
    await check(page, "good.test");
    assert.equal(await page.getAttribute("#report .verdict", "data-outcome"), "fail");
    await page.$$eval("#report details", (all) => all.forEach((details) => details.setAttribute("open", "")));
    await assertInert(page);
  }
  assert.deepEqual(complaints, []);
  await close();
});

test("in pasted texts", async () => {
  const { page, complaints, close } = await paste();
  for (const [id, text] of Object.entries({
    policy: `version: STSv1\nmode: ${HOSTILE}\nmx: *.${HOSTILE}\n${HOSTILE}\n`,
    txt: `v=STSv1; id=${HOSTILE};\nv=STSv1; ${HOSTILE}=1;`,
    tlsrpt: `v=TLSRPTv1; rua=mailto:${HOSTILE},https://${HOSTILE}`,
    hosts: `10 ${HOSTILE}\n${HOSTILE}.example.com`,
  })) {
    await page.$eval(
      `#${id}`,
      (area, text) => {
        area.value = text;
        area.dispatchEvent(new Event("input"));
      },
      text,
    );
  }
  await page.waitForSelector("#judgement .odd");
  await page.waitForSelector(".senders");
  await assertInert(page);
  assert.deepEqual(complaints, []);
  await close();
});

test("in reports, in every field", async () => {
  const { page, complaints, close } = await openPage(at.browser, { hash: "#reports" });
  const every = (text) => {
    const more = { "receiving-mx-hostname": text, "receiving-mx-helo": text, "receiving-ip": text, "sending-mta-ip": text, "additional-information": text, "failure-reason-code": text };
    const made = report({ id: text, organization: text, domain: text, failures: [failure(text, 1, more)] });
    return { ...made, "contact-info": text };
  };
  await page.setInputFiles("#reports-mode input[type=file] >> nth=0", [file(`${HOSTILE}.json`, every(HOSTILE)), file("endless.json", every(ENDLESS))]);
  await page.waitForSelector("#reports-summary");
  await page.$$eval("#reports-results details", (all) => all.forEach((details) => details.setAttribute("open", "")));
  await assertInert(page);
  assert.deepEqual(complaints, []);
  await close();
});

/** Milliseconds of script; much less on a machine that has nothing else to do. */
const LIMIT = 2000;

for (const [what, id, value, until] of [
  ["a good policy of 64 KB", "policy", `version: STSv1\nmode: enforce\n${Array.from({ length: 2500 }, (_, n) => `mx: mail${n}.example.com\n`).join("")}max_age: 604800\n`, '#judgement .verdict[data-outcome="pass"]'],
  ["a policy of one line of 64 KB", "policy", `version: STSv1\nmode: enforce\nmx: ${ENDLESS}\n`, "#senders .senders"],
  ["a policy of 64 KB of hostile lines", "policy", `version: STSv1\n${`${HOSTILE}\n`.repeat(600)}`, "#senders .senders"],
  ["a policy with a hundred thousand mx", "policy", `version: STSv1\nmode: enforce\n${"mx: mail.example.com\n".repeat(100_000)}max_age: 604800\n`, "#senders .senders"],
  ["a record of 64 KB", "txt", `v=STSv1; id=${ENDLESS};`, '[data-code="record/id-invalid"]'],
  ["ten thousand records", "txt", "v=STSv1; id=1;\n".repeat(10_000), '[data-code="record/multiple"]'],
  ["a TLSRPT record of 64 KB", "tlsrpt", `v=TLSRPTv1; rua=${"mailto:a@example.com,".repeat(3000)}`, "#tlsrpt-verdict"],
]) {
  test(`the page goes on at once after ${what}`, async (t) => {
    const { page, complaints, close } = await paste();
    const worked = await scriptTime(page, id, value, until);
    t.diagnostic(`${Math.round(worked)} ms of script`);
    assert.ok(worked < LIMIT, `it worked for ${Math.round(worked)} ms`);
    await assertInert(page);
    assert.deepEqual(complaints, []);
    await close();
  });
}
