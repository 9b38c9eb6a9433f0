// The planner in a real browser: the command line program's steps as a timeline, to take away, without any request.
import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";

import { openPage } from "../support/browser.mjs";
import { CLI } from "../support/lab.mjs";
import { stage } from "../support/stage.mjs";

const POLICY = "version: STSv1\nmode: enforce\nmx: old.example.com\nmax_age: 604800\n";

const at = stage();

async function planner() {
  const opened = await openPage(at.browser);
  await opened.page.waitForSelector("html[data-complete]");
  const requests = [];
  opened.page.on("request", (request) => requests.push(request.url()));
  await opened.page.click("#to-plan");
  return { ...opened, requests };
}

async function today(page) {
  await page.fill("#plan-domain", "example.com");
  await page.fill("#plan-beginning", "2026-01-31");
  await page.fill("#plan-policy", POLICY);
  await page.fill("#plan-id", "1");
  await page.fill("#plan-mx", "old.example.com");
}

/** The steps as the command line program plans them. */
function planned(...wanted) {
  const folder = mkdtempSync(join(tmpdir(), "mta-sts-plan-"));
  try {
    const policy = join(folder, "policy.txt");
    writeFileSync(policy, POLICY);
    const known = ["--policy", policy, "--id", "1", "--mx", "old.example.com", "--at", "2026-01-31T00:00:00Z"];
    return JSON.parse(execFileSync(CLI, ["plan", "example.com", ...known, ...wanted, "--format", "json"], { encoding: "utf8" })).steps;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function utc(seconds) {
  return `${new Date(seconds * 1000).toISOString().slice(0, 16).replace("T", " ")} UTC`;
}

async function saved(page, button) {
  const [download] = await Promise.all([page.waitForEvent("download"), page.click(button)]);
  return [download.suggestedFilename(), readFileSync(await download.path(), "utf8")];
}

test("a change of MX hosts is a timeline, a checklist and a calendar, without any request", async () => {
  const { page, complaints, requests, close } = await planner();
  await today(page);
  await page.fill("#plan-to-mx", "new.example.com");
  await page.click("#plan-form button");
  await page.waitForSelector(".timeline");
  const steps = planned("--to-mx", "new.example.com");
  assert.deepEqual(await page.$$eval(".timeline h3", (all) => all.map((title) => title.textContent)), steps.map(({ what }) => what));
  const times = await page.$$eval(".timeline .when:nth-child(2)", (all) => all.map((line) => line.textContent));
  assert.deepEqual(times, steps.map(({ when: { usual, certain } }) => `Not before: ${usual === certain ? utc(usual) : `usually ${utc(usual)}, for certain ${utc(certain)}`}`));

  const [list, checklist] = await saved(page, ".exports button:first-child");
  assert.equal(list, "plan-example.com.txt");
  assert.equal(checklist.match(/^\[ \] \d+\. /gm).length, steps.length);
  const [file, calendar] = await saved(page, ".exports button:last-child");
  assert.equal(file, "plan-example.com.ics");
  assert.equal(calendar.match(/^BEGIN:VEVENT\r$/gm).length, steps.length);
  assert.ok(calendar.split("\r\n").every((line) => Buffer.byteLength(line) <= 75));
  assert.match(calendar, /^DTSTART:20260131T000000Z\r$/m);
  assert.match(calendar, /^END:VCALENDAR\r\n$/m);
  assert.deepEqual(requests.filter((url) => !url.startsWith("blob:")), []);
  assert.deepEqual(complaints, []);
  await close();
});

test("the keyboard alone plans a removal", async () => {
  const { page, close } = await planner();
  await today(page);
  await page.focus("#plan-wanted");
  await page.keyboard.press("ArrowDown");
  assert.ok(await page.isDisabled("#plan-max-age"));
  await page.focus("#plan-domain");
  await page.keyboard.press("Enter");
  await page.waitForSelector('.timeline li[data-kind="remove-record"]');
  assert.equal(await page.locator(".timeline li").count(), planned("--remove").length);
  await close();
});

test("an earlier policy in caches holds a removal up", async () => {
  const { page, close } = await planner();
  await today(page);
  await page.selectOption("#plan-wanted", "removed");
  await page.click("summary:text('earlier policy')");
  await page.fill("#plan-earlier", POLICY.replace("604800", "31536000"));
  await page.click("#plan-form button");
  await page.waitForSelector("#plan-said:text('needs its text and the day')");
  await page.fill("#plan-earlier-until", "2026-01-30");
  await page.click("#plan-form button");
  await page.waitForSelector('.timeline li[data-kind="remove-record"] .when:text("2027-01-31 00:00 UTC")');
  await close();
});

test("what cannot be planned is told, and nothing is left of an earlier plan", async () => {
  const { page, close } = await planner();
  await today(page);
  await page.fill("#plan-to-mx", "new.example.com");
  await page.click("#plan-form button");
  await page.waitForSelector(".timeline");
  for (const [field, value, message] of [
    ["#plan-max-age", "a week", /whole number of seconds/],
    ["#plan-policy", "<img src=x>", /no Sender reads a policy/],
    ["#plan-domain", "<b>", /is not a domain name/],
  ]) {
    const before = await page.inputValue(field);
    await page.fill(field, value);
    await page.click("#plan-form button");
    assert.match(await page.textContent("#plan-said"), message);
    assert.equal(await page.locator("#plan-results > *, #plan-said > *").count(), 0);
    await page.fill(field, before);
  }
  await close();
});

const CHANGED = POLICY.replace("old.example.com", "new.example.com").replace("604800", "86400");

test("two versions of a policy are compared as the command line program does, without any request", async () => {
  const { page, complaints, requests, close } = await planner();
  await page.fill("#compare-before", POLICY);
  await page.fill("#compare-after", CHANGED);
  await page.fill("#compare-hosts", "old.example.com");
  for (const ids of [[], ["1", "1"], ["1", "2"]]) {
    const [before = "", after = ""] = ids;
    await page.fill("#compare-before-id", before);
    await page.fill("#compare-after-id", after);
    await page.click("#compare-form button");
    await page.waitForSelector("#compare-results .finding");
    const codes = await page.$$eval("#compare-results .finding", (all) => all.map(({ dataset }) => dataset.code));
    // The page has the gravest first.
    assert.deepEqual(codes.toSorted(), compared(POLICY, CHANGED, ids).toSorted());
    assert.equal(await page.getAttribute("#compare-results .verdict", "data-outcome"), "fail");
  }
  assert.deepEqual(await page.$$eval("#compare-results .changes .removed, #compare-results .changes .added", (all) => all.map((line) => line.textContent.trimEnd())), [
    "− mx: old.example.com",
    "− max_age: 604800",
    "+ mx: new.example.com",
    "+ max_age: 86400",
  ]);
  await page.fill("#compare-after", POLICY);
  await page.fill("#compare-after-id", "1");
  await page.click("#compare-form button");
  await page.waitForSelector("#compare-said:text('Nothing changed.')");
  await page.fill("#compare-after-id", "");
  await page.click("#compare-form button");
  await page.waitForSelector("#compare-said:text('Give both ids')");
  assert.deepEqual(requests, []);
  assert.deepEqual(complaints, []);
  await close();
});

/** The codes that the command line program finds. @param {string} before @param {string} after @param {string[]} ids */
function compared(before, after, [oldId, newId]) {
  const folder = mkdtempSync(join(tmpdir(), "mta-sts-diff-"));
  try {
    const [old, fresh] = [join(folder, "old.txt"), join(folder, "new.txt")];
    writeFileSync(old, before);
    writeFileSync(fresh, after);
    const ids = oldId === undefined ? [] : ["--old-id", oldId, "--new-id", newId];
    // Findings end the program with code 1.
    const { stdout } = spawnSync(CLI, ["diff", old, fresh, ...ids, "--mx", "old.example.com", "--format", "json"], { encoding: "utf8" });
    return JSON.parse(stdout).map(({ code }) => code);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
