// "Reports" in a real browser: adding up, drilling down, exports, faulty and hostile files, no request.
import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { gzipSync } from "node:zlib";

import { openPage } from "../support/browser.mjs";
import { bomb, encodedPart, failure, file, mail, report } from "../support/reports.mjs";
import { stage } from "../support/stage.mjs";

const at = stage();

function reports() {
  return openPage(at.browser, { hash: "#reports" });
}

async function choose(page, files) {
  await page.setInputFiles("#reports-mode input[type=file] >> nth=0", files);
  await page.waitForSelector("#reports-results > .verdict");
}

function rows(page, facet) {
  return page.$$eval(`[data-facet="${facet}"] li`, (all) => all.map((row) => [row.querySelector(".name").textContent, row.querySelector(".number").textContent]));
}

const TWO = [
  report({ id: "1", good: 990, failures: [failure("certificate-expired", 8), failure("starttls-not-supported", 2, { "receiving-mx-hostname": "mx2.example.com" })] }),
  report({ id: "2", organization: "Company-Z", domain: "example.net", day: "2026-01-03", good: 1000, failures: [failure("sts-policy-fetch-error", 4)] }),
];

test("reports, packed or not, are added up, and a repeated one counts once", async () => {
  const { page, complaints, close } = await reports();
  const files = [file("a.json", TWO[0]), file("b.json.gz", gzipSync(JSON.stringify(TWO[1]))), file("again.json", TWO[0])];
  await choose(page, files);
  assert.equal(await page.textContent("#reports-summary h3"), "14 of 2,004 sessions failed (0.7 %)");
  const summary = await page.textContent("#reports-summary");
  assert.match(summary, /2 reports from 2 organizations, from 2026-01-01 to 2026-01-03/);
  assert.match(summary, /1 report came again and counts once/);
  assert.deepEqual(await rows(page, "resultType"), [["certificate-expired", "8"], ["sts-policy-fetch-error", "4"], ["starttls-not-supported", "2"]]);
  assert.match(await page.textContent('[data-facet="resultType"] .note'), /had expired.*What to do: Renew it/s);
  assert.equal(await page.locator(".chart rect.failed").count(), 2);
  assert.deepEqual(complaints, []);
  await close();
});

test("choosing a row narrows the others, and a Policy Domain its sessions too", async () => {
  const { page, close } = await reports();
  await choose(page, TWO.map((one, index) => file(`${index}.json`, one)));
  await page.click('[data-facet="receivingMxHostname"] button:has-text("mx2.example.com")');
  assert.deepEqual(await rows(page, "resultType"), [["starttls-not-supported", "2"]]);
  await page.click("#reports-widen");
  await page.click('[data-facet="policyDomain"] button:has-text("example.net")');
  await page.waitForFunction(() => document.querySelector("#reports-summary h3").textContent === "4 of 1,004 sessions failed (0.4 %)");
  assert.deepEqual(await rows(page, "resultType"), [["sts-policy-fetch-error", "4"]]);
  await page.click('[data-facet="policyDomain"] button[aria-pressed="true"]');
  await page.waitForFunction(() => document.querySelectorAll('[data-facet="resultType"] li').length === 3);
  await close();
});

test("failures are saved as CSV without formulas, and totals as JSON", async () => {
  const { page, close } = await reports();
  const hostile = failure("validation-failure", 1, { "failure-reason-code": '=HYPERLINK("https://evil.example")', "receiving-mx-hostname": "@mx" });
  await choose(page, [file("a.json", report({ failures: [hostile] }))]);
  const [csv] = await Promise.all([page.waitForEvent("download"), page.click("#reports-csv")]);
  const [head, line] = readFileSync(await csv.path(), "utf8").split("\r\n");
  assert.match(head, /^policy-domain,organization-name,result-type,/);
  assert.equal(line, `"example.com","Company-X","validation-failure","'@mx","198.51.100.1","192.0.2.1","'=HYPERLINK(""https://evil.example"")",1`);
  const [json] = await Promise.all([page.waitForEvent("download"), page.click("#reports-json")]);
  assert.equal(JSON.parse(readFileSync(await json.path(), "utf8")).failedSessions, 1);
  await close();
});

test("what each file had wrong is told, and the others count", async () => {
  const { page, close } = await reports();
  const noZone = JSON.stringify(TWO[0]).replace("00:00:00Z", "00:00:00");
  const damaged = gzipSync(JSON.stringify(TWO[1])).subarray(0, 100);
  await choose(page, [file("no-zone.json", noZone), file("damaged.json.gz", damaged), file("page.json", "<html>")]);
  assert.match(await page.textContent("#reports-summary"), /1 report from 1 organization, of 2026-01-01/);
  const items = page.locator("#reports-faulty > li");
  assert.equal(await items.count(), 3);
  assert.match(await items.nth(1).textContent(), /damaged\.json\.gz.*packed with gzip and damaged/);
  await items.nth(0).locator("summary").click();
  await page.waitForSelector('[data-code="report/date-no-zone"] .excerpt mark');
  await page.click("#reports-clear");
  assert.equal(await page.locator("#reports-results > *").count(), 0);
  await close();
});

test("reports in mail messages count, however they are encoded, and a message without one is told", async () => {
  const { page, complaints, close } = await reports();
  const text = (id) => JSON.stringify(report({ id, good: 100 }));
  const quoted = text("2").replaceAll("=", "=3D").replace(/.{60}/g, "$&=\r\n");
  const packed = mail(encodedPart("application/tlsrpt+gzip; name=a.json.gz", gzipSync(text("1"))));
  const mbox = (message) => Buffer.concat([Buffer.from("From somebody Thu Jan  1 00:00:00 2026\n"), message, Buffer.from("\n")]);
  await choose(page, [
    file("packed.eml", packed),
    file("quoted.eml", mail(`Content-Type: application/octet-stream;\r\n name="b.json"\r\nContent-Transfer-Encoding: Quoted-Printable\r\n\r\n${quoted}`)),
    file("binary.eml", mail(Buffer.concat([Buffer.from("Content-Type: application/gzip\r\n\r\n"), gzipSync(text("3"))]))),
    file("forwarded", mbox(mail(Buffer.concat([Buffer.from("Content-Type: message/rfc822\r\n\r\n"), mail(encodedPart("application/tlsrpt+json", text("4")))])))),
    // One part at the top, as some Senders write.
    file("whole.eml", Buffer.from(`Subject: x\n${encodedPart("application/tlsrpt+json", text("5"))}`)),
    file("again.eml", packed.toString("latin1").replaceAll("\r\n", "\n")),
    file("letter.eml", mail()),
    // Prose may begin with the word.
    file("all.mbox", Buffer.concat(["6", null, "7"].map((id) => mbox(id === null ? Buffer.from("Subject: x\n\nHello.\nFrom here on there is no report.\n") : mail(encodedPart("application/tlsrpt+json", text(id))))))),
    file("a.zip", "PK\u0003\u0004"),
  ]);
  assert.equal(await page.textContent("#reports-summary h3"), "All 700 sessions were as the policies ask");
  assert.match(await page.textContent("#reports-summary"), /7 reports from 1 organization.*1 report came again/);
  assert.deepEqual(await page.$$eval("#reports-faulty .summary", (all) => all.map((words) => words.textContent.slice(0, 40))), [
    "It is a mail message without a TLS repor",
    "It is a mail message without a TLS repor",
    "It is a zip file, which RFC 8460 does no",
  ]);
  assert.match(await page.textContent("#reports-faulty"), /all\.mbox, message 2/);
  assert.deepEqual(complaints, []);
  await close();
});

test("hostile mail messages end in a sentence, and soon", async () => {
  const { page, complaints, close } = await reports();
  const nested = Array.from({ length: 2000 }, () => "Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n").join("");
  const began = performance.now();
  await choose(page, [
    file("nested.eml", nested),
    file("parts.eml", mail(...Array(100_000).fill("\r\n\r\n"))),
    file("spaces.eml", `Content-Type: application/tlsrpt+json\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n${" ".repeat(1 << 20)}`),
    file("fields.eml", `Content-Type: ${'; name="x'.repeat(1 << 17)}\r\n\r\n`),
    file("letters.eml", mail(encodedPart("application/tlsrpt+gzip", "no gzip") + "%%=")),
  ]);
  assert.ok(performance.now() - began < 10_000);
  assert.equal(await page.locator("#reports-faulty > li").count(), 5);
  assert.deepEqual(complaints, []);
  await close();
});

test("a folder is read with all that is in it, chosen or dropped", async () => {
  const folder = mkdtempSync(join(tmpdir(), "mta-sts-reports-"));
  try {
    mkdirSync(join(folder, "january", "company-x"), { recursive: true });
    writeFileSync(join(folder, "a.json"), JSON.stringify(TWO[0]));
    writeFileSync(join(folder, "january", "company-x", "b.json.gz"), gzipSync(JSON.stringify(TWO[1])));
    for (let index = 0; index < 150; index += 1) writeFileSync(join(folder, "january", `${index}.json`), JSON.stringify(report({ id: `n${index}`, good: 1 })));
    writeFileSync(join(folder, "january", "damaged.json"), "{");
    const { page, close } = await reports();
    await page.setInputFiles("#reports-mode input[type=file] >> nth=1", folder);
    await page.waitForSelector("#reports-summary");
    assert.match(await page.textContent("#reports-summary"), /14 of 2,154 sessions failed.*152 reports/s);
    assert.match(await page.textContent("#reports-faulty"), /january\/damaged\.json/);
    await page.click("#reports-clear");
    const devtools = await page.context().newCDPSession(page);
    const { x, y } = await page.locator("#reports-mode .drop").boundingBox();
    const data = { items: [], files: [folder], dragOperationsMask: 1 };
    for (const type of /** @type {const} */ (["dragEnter", "dragOver", "drop"])) await devtools.send("Input.dispatchDragEvent", { type, x: x + 5, y: y + 5, data });
    await page.waitForSelector("#reports-summary");
    assert.match(await page.textContent("#reports-summary"), /14 of 2,154 sessions failed.*152 reports/s);
    assert.match(await page.textContent("#reports-faulty"), /\w\/january\/damaged\.json/);
    await close();
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("a gzip bomb is refused, and reading goes on", async () => {
  const { page, complaints, close } = await reports();
  await choose(page, [file("bomb.json.gz", bomb()), file("a.json", TWO[0])]);
  assert.match(await page.textContent("#reports-faulty"), /bomb\.json\.gz.*larger than 32 MiB when unpacked/);
  assert.match(await page.textContent("#reports-summary"), /1 report from/);
  assert.deepEqual(complaints, []);
  await close();
});

test("markup, direction marks and endless lines in reports stay text", async () => {
  const { page, complaints, close } = await reports();
  const markup = '<img src=x onerror="document.title=1">\u202e\u0007';
  const hostile = failure(markup, 1, { "receiving-mx-hostname": markup, "failure-reason-code": "x".repeat(65_536) });
  await choose(page, [file(`${markup}.json`, report({ organization: markup, domain: markup, failures: [hostile] })), file("b.json", `"${markup}`)]);
  assert.equal(await page.locator("#reports-mode img").count(), 0);
  assert.notEqual(await page.title(), "1");
  assert.match(await page.textContent('[data-facet="resultType"]'), /U\+202E/);
  const excess = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  assert.ok(excess <= 0, `${excess} pixels too wide`);
  assert.deepEqual(complaints, []);
  await close();
});

test("a million sessions in thousands of files are read without a stutter, and with the network gone", async () => {
  const { page, complaints, close } = await reports();
  const requests = [];
  page.on("request", (request) => requests.push(request.url()));
  await page.context().setOffline(true);
  const day = (index) => new Date(Date.UTC(2026, 0, 1 + (index % 60))).toISOString().slice(0, 10);
  const text = (index) => JSON.stringify(report({ id: String(index), day: day(index), good: 495, failures: [failure("certificate-expired", 5, { "sending-mta-ip": `192.0.2.${index % 250}` })] }));
  const texts = Array.from({ length: 2000 }, (_, index) => text(index));
  const worst = await page.evaluate(async (contents) => {
    const files = new DataTransfer();
    contents.forEach((content, index) => files.items.add(new File([content], `${index}.json`)));
    let [last, most] = [performance.now(), 0];
    let watching = true;
    const watch = () => {
      const now = performance.now();
      [last, most] = [now, Math.max(most, now - last)];
      if (watching) requestAnimationFrame(watch);
    };
    requestAnimationFrame(watch);
    document.querySelector("#reports-mode").dispatchEvent(new DragEvent("drop", { dataTransfer: files, bubbles: true, cancelable: true }));
    while (!document.querySelector("#reports-summary")) await new Promise(requestAnimationFrame);
    watching = false;
    return most;
  }, texts);
  assert.equal(await page.textContent("#reports-summary h3"), "10,000 of 1,000,000 sessions failed (1.0 %)");
  assert.equal(await page.locator(".chart rect.failed").count(), 60);
  assert.ok(worst < 400, `the page stood still for ${Math.round(worst)} ms`);
  assert.deepEqual(requests, []);
  assert.deepEqual(complaints, []);
  await close();
});

test("reading can be cancelled, and what was read counts", async () => {
  const { page, close } = await reports();
  const big = (index) => JSON.stringify(report({ id: String(index), failures: Array.from({ length: 2000 }, (_, n) => failure("certificate-expired", 1, { "failure-reason-code": String(n) })) }));
  const texts = Array.from({ length: 60 }, (_, index) => big(index));
  await page.evaluate((contents) => {
    const files = new DataTransfer();
    contents.forEach((content, index) => files.items.add(new File([content], `${index}.json`)));
    document.querySelector("#reports-mode").dispatchEvent(new DragEvent("drop", { dataTransfer: files, bubbles: true, cancelable: true }));
  }, texts);
  await page.waitForFunction(() => document.querySelector("#reports-progress").value > 0);
  await page.setInputFiles("#reports-mode input[type=file] >> nth=0", [file("late.json", "{}")]);
  assert.match(await page.textContent("#reports-mode [role=alert]"), /still being read/);
  await page.click("#reports-cancel");
  await page.waitForSelector("#reports-results > .verdict");
  assert.match(await page.textContent("#reports-mode [role=status]"), /^Cancelled: \d+ of 60 files read/);
  await close();
});

test("the keyboard alone drills down, and keeps its place", async () => {
  const { page, close } = await reports();
  await choose(page, TWO.map((one, index) => file(`${index}.json`, one)));
  await page.focus('[data-facet="resultType"] li:nth-child(2) button');
  await page.keyboard.press("Enter");
  await page.waitForSelector('[data-facet="resultType"] button[aria-pressed="true"]');
  assert.equal(await page.textContent(":focus .name"), "sts-policy-fetch-error");
  await page.keyboard.press("Enter");
  await page.waitForSelector('[data-facet="resultType"] li:nth-child(3)');
  assert.equal(await page.textContent(":focus .name"), "sts-policy-fetch-error");
  await close();
});
