// Paste mode in a real browser: exact marks, fixes, no request, hostile text inert.
import assert from "node:assert/strict";
import { test } from "node:test";

import { openPage } from "../support/browser.mjs";
import { POLICIES, keystrokes } from "../support/keystrokes.mjs";
import { stage } from "../support/stage.mjs";

const FAULTY = "version: STSv1\nmode: Enforce\nmx: mail.example.com\nmax_age: 604800\n";

const at = stage();

async function paste(options) {
  const opened = await openPage(at.browser, options);
  await opened.page.click("#to-paste");
  await opened.page.waitForSelector("#policy");
  return opened;
}

/** The policy's findings; the record has its own. */
function codes(page) {
  return page.$$eval("#judgement .finding", (all) => all.map((finding) => finding.dataset.code));
}

test("a fault is marked at its exact characters, explained, and mended by its fix", async () => {
  const { page, complaints, close } = await paste();
  await page.fill("#policy", FAULTY);
  await page.waitForSelector('.finding[data-code="policy/mode-invalid"]');
  assert.deepEqual(await page.$$eval("#policy-editor .backdrop mark", (marks) => marks.map((m) => m.textContent)), ["Enforce"]);
  const excerpt = await page.textContent(".finding .excerpt");
  assert.match(excerpt, /^2mode: Enforce/);
  assert.match(await page.textContent(".finding .rule"), /RFC 8461 3\.2/);
  await page.click("#fix-all");
  await page.waitForSelector('.verdict[data-outcome="pass"][data-mode="enforce"]');
  assert.equal(await page.inputValue("#policy"), FAULTY.replace("Enforce", "enforce"));
  await page.keyboard.press("Control+z");
  await page.waitForSelector('.verdict[data-outcome="fail"]');
  assert.equal(await page.inputValue("#policy"), FAULTY);
  assert.deepEqual(complaints, []);
  await close();
});

test("it judges as one types, and its mark follows the text", async () => {
  const { page, close } = await paste();
  await page.click("#policy");
  await page.keyboard.type("version: STSv1\nmode: testing\nmx: a.example\nmax_age: 60");
  await page.waitForSelector('.finding[data-code="policy/max-age-short"]');
  await page.keyboard.type("4800");
  await page.waitForSelector('.verdict[data-outcome="pass"]');
  assert.deepEqual(await codes(page), ["policy/mode-testing"]);
  await close();
});

test("MX hosts are held against the patterns, and the TXT record is judged beside", async () => {
  const { page, close } = await paste();
  await page.fill("#policy", FAULTY.replace("Enforce", "enforce").replace("mail.", "*."));
  await page.fill("#hosts", "mail.example.com\n10 a.b.example.com.\n");
  await page.fill("#txt", "v=STSv1; id=2026-01-01");
  await page.waitForSelector('[data-code="record/id-invalid"]');
  const rows = await page.$$eval("#judgement tr[data-host]", (all) => all.map((row) => [row.dataset.host, row.dataset.outcome]));
  assert.deepEqual(rows, [["mail.example.com", "pass"], ["a.b.example.com.", "fail"]]);
  await close();
});

test("records have line numbers and marks of their own, and their fixes", async () => {
  const { page, complaints, close } = await paste();
  await page.fill("#policy", FAULTY.replace("Enforce", "enforce"));
  await page.fill("#txt", "\n\nv=STSv1; id=2026-01-01;\n");
  await page.waitForSelector("#txt-editor .backdrop mark");
  assert.deepEqual(await page.$$eval("#txt-editor .backdrop mark", (marks) => marks.map((mark) => mark.textContent)), ["2026-01-01"]);
  assert.equal(await page.textContent("#txt-editor .gutter"), "1\n2\n3\n4");
  assert.match(await page.textContent('#judgement [data-code="record/id-invalid"] .excerpt'), /^3v=STSv1; id=2026-01-01;/);
  const box = await page.locator("#txt-editor .backdrop mark").boundingBox();
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await page.waitForSelector("#txt-editor .bubble:not([hidden])");
  // It is seen whole, though the editor is but two lines high.
  const seen = await page.$eval("#txt-editor .bubble", (bubble) => new Promise((done) => new IntersectionObserver(([{ intersectionRatio }]) => done(intersectionRatio)).observe(bubble)));
  assert.equal(seen, 1);
  await page.focus("#txt");
  await page.keyboard.press("Escape");
  await page.waitForSelector("#txt-editor .bubble", { state: "hidden" });
  await page.keyboard.press("F8");
  assert.equal(await page.$eval("#txt", (area) => area.value.slice(area.selectionStart, area.selectionEnd)), "2026-01-01");
  await page.click('#judgement [data-code="record/id-invalid"] button.small');
  await page.waitForSelector('#record-verdict[data-outcome="pass"]');
  assert.match(await page.inputValue("#txt"), /^\n\nv=STSv1; id=\w+;\n$/);
  await page.fill("#tlsrpt", "v=TLSRPTv1; rua=mail:a@example.com");
  await page.waitForSelector("#tlsrpt-editor .backdrop mark");
  assert.deepEqual(complaints, []);
  await close();
});

test("a host that no pattern covers is marked where it stands, and told by the caret", async () => {
  const { page, close } = await paste();
  await page.fill("#policy", FAULTY.replace("Enforce", "enforce"));
  await page.fill("#hosts", "10 mail.example.com.\n\n  20 old.example.com.\n");
  await page.waitForSelector("#hosts-editor .backdrop mark");
  assert.deepEqual(await page.$$eval("#hosts-editor .backdrop mark", (marks) => marks.map((mark) => mark.textContent)), ["old.example.com."]);
  await page.focus("#hosts");
  await page.keyboard.press("F8");
  await page.waitForSelector("#hosts-at-caret:text('no mx pattern covers the MX host old.example.com.')");
  await close();
});

test("a wildcard that misses by a label is told, with lists that would cover every host", async () => {
  const { page, complaints, close } = await paste();
  await page.fill("#policy", "version: STSv1\nmode: enforce\nmx: *.mx.microsoft\nmx: unused.example.com\nmax_age: 604800\n");
  await page.fill("#hosts", "10 example-com.h-v1.mx.microsoft.");
  await page.waitForSelector("#judgement .notes");
  assert.deepEqual(await page.$$eval("#judgement .notes li", (all) => all.map((note) => note.textContent)), [
    "*.mx.microsoft does not cover example-com.h-v1.mx.microsoft: a wildcard stands for exactly one label.",
    "*.mx.microsoft covers none of these hosts.",
    "*.mx.microsoft covers the hosts of every customer of Microsoft.",
    "unused.example.com covers none of these hosts.",
  ]);
  await page.click(".proposals summary");
  assert.match(await page.textContent(".proposals"), /mx: example-com\.h-v1\.mx\.microsoft\n/);
  await page.fill("#hosts", "");
  await page.waitForSelector("#judgement .notes", { state: "detached" });
  assert.deepEqual(complaints, []);
  await close();
});

test("nothing is requested, and it works with the network gone", async () => {
  const { page, close } = await paste();
  const requests = [];
  page.on("request", (request) => requests.push(request.url()));
  await page.context().setOffline(true);
  await page.click("#example");
  await page.waitForSelector(".finding");
  await page.click("#fix-all");
  await page.waitForFunction(() => !document.querySelector('[data-code="policy/mode-invalid"]'));
  assert.deepEqual(requests, []);
  await close();
});

test("markup and direction marks in a policy stay text", async () => {
  const { page, complaints, close } = await paste();
  const hostile = 'mode: <img src=x onerror="document.title=1">\nmx: \u202eevil\u0007.example\n"><script>document.title=1</script>: x\n';
  await page.fill("#policy", `version: STSv1\n${hostile}`);
  await page.waitForSelector('[data-code="policy/mode-invalid"]');
  assert.equal(await page.locator("#judgement img, #judgement script, #policy-editor .backdrop img").count(), 0);
  assert.notEqual(await page.title(), "1");
  assert.ok((await page.textContent("#judgement")).includes("U+202E"));
  assert.deepEqual(complaints, []);
  await close();
});

test("a policy of 64 KiB is judged without a stall", async () => {
  const { page, close } = await paste();
  const lines = Array.from({ length: 2500 }, (_, n) => `mx: mail${n}.example.com`);
  const big = ["version: STSv1", "mode: Enforce", ...lines, "max_age: 604800", ""].join("\n");
  // Filling it in as Playwright does would be typed line by line.
  await page.$eval(
    "#policy",
    (area, text) => {
      area.value = text;
      area.dispatchEvent(new Event("input"));
    },
    big,
  );
  await page.waitForSelector('[data-code="policy/mode-invalid"]');
  await page.$eval("#policy", (area) => area.scrollTo(0, area.scrollHeight));
  await page.waitForFunction(() => /2503/.test(document.querySelector("#policy-editor .gutter").textContent));
  await page.click("#fix-all");
  await page.waitForSelector('.verdict[data-outcome="pass"]');
  await close();
});

test("a keystroke in a policy of 64 KiB costs a few times what the text area alone costs", async (t) => {
  for (const name of ["64 KB, in order", "64 KB, one fault"]) {
    const typed = async (quietly) => {
      const { page, close } = await paste();
      const measured = await keystrokes(page, POLICIES[name], 10, quietly);
      await close();
      return measured;
    };
    const floor = await typed(true);
    const { busy, painted } = await typed(false);
    const words = `${busy.toFixed(1)} ms of the main thread a keystroke, ${floor.busy.toFixed(1)} of them the text area's`;
    t.diagnostic(`${name}: ${words}; half of them painted within ${painted[painted.length / 2]} ms`);
    // Both in the same run, so that a slow machine is no failure; work that grows with the square of the text would be.
    assert.ok(busy < 3 * floor.busy, `${name}: ${words}`);
  }
});

test("of very many findings the first are shown, and all on request", async () => {
  const { page, close } = await paste();
  await page.fill("#policy", `version: STSv1\nmode: enforce\n${"mx: a b\n".repeat(80)}max_age: 604800\n`);
  await page.waitForSelector("#judgement .all-findings");
  assert.equal((await codes(page)).length, 50);
  await page.click("#judgement .all-findings");
  assert.ok((await codes(page)).length >= 80);
  await page.waitForSelector("#judgement .finding:nth-child(51) a:focus");
  // A keystroke leaves those alone that it does not change.
  await page.$$eval("#judgement .finding", (views) => views.forEach((view) => (view.dataset.old = "true")));
  await page.$eval("#policy", (area) => area.setSelectionRange(35, 35));
  await page.focus("#policy");
  await page.keyboard.type("b");
  await page.waitForSelector("#judgement .finding:not([data-old])");
  assert.equal(await page.locator("#judgement .finding:not([data-old])").count(), 1);
  await close();
});

test("going to a finding far away scrolls the editor there", async () => {
  const { page, close } = await paste();
  const hosts = Array.from({ length: 300 }, (_, n) => `mx: mail${n}.example.com\n`);
  await page.fill("#policy", `version: STSv1\nmode: enforce\n${hosts.join("")}max_age: ${" ".repeat(200)}1w\n`);
  await page.click('.finding[data-code^="policy/max-age"] .go');
  const mark = await page.waitForSelector('#policy-editor .backdrop mark:text("1w")');
  const [inner, outer] = [await mark.boundingBox(), await page.locator("#policy").boundingBox()];
  const within = inner.y > outer.y && inner.y + inner.height < outer.y + outer.height && inner.x > outer.x && inner.x < outer.x + outer.width;
  assert.ok(within, JSON.stringify({ inner, outer }));
  const number = await page.$eval("#policy-editor .gutter", (gutter) => Number(gutter.textContent.split("\n")[0]));
  assert.ok(number > 200, `numbers begin at ${number}`);
  await close();
});

test("the keyboard alone reaches a finding's place", async () => {
  const { page, close } = await paste();
  await page.fill("#policy", FAULTY);
  await page.waitForSelector(".finding");
  await page.focus(".finding .go");
  await page.keyboard.press("Enter");
  const selected = await page.$eval("#policy", (area) => area.value.slice(area.selectionStart, area.selectionEnd));
  assert.equal(selected, "Enforce");
  assert.equal(await page.evaluate(() => document.activeElement.id), "policy");
  await close();
});

test("pointing at a mark tells what it means, and the caret's finding stands below", async () => {
  const { page, close } = await paste();
  await page.fill("#policy", FAULTY);
  await page.waitForSelector("#policy-editor .backdrop mark");
  const box = await page.locator("#policy-editor .backdrop mark").boundingBox();
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await page.waitForSelector("#policy-editor .bubble:not([hidden])");
  assert.match(await page.textContent("#policy-editor .bubble"), /^Error: .*enforce/);
  await page.mouse.move(box.x, box.y + 200);
  await page.waitForSelector("#policy-editor .bubble", { state: "hidden" });
  await page.focus("#policy");
  await page.keyboard.press("F8");
  await page.waitForFunction(() => document.querySelector("#policy-at-caret").textContent.startsWith("Error: "));
  const selected = await page.$eval("#policy", (area) => area.value.slice(area.selectionStart, area.selectionEnd));
  assert.equal(selected, "Enforce");
  await close();
});

test("what the fixes change is shown line by line", async () => {
  const { page, close } = await paste();
  await page.fill("#policy", FAULTY);
  await page.waitForSelector(".changes");
  assert.deepEqual(await page.$$eval(".changes .removed, .changes .added", (all) => all.map((line) => line.textContent)), [
    "− mode: Enforce\n",
    "+ mode: enforce\n",
  ]);
  await close();
});

test("a dropped file is judged, and a link brings the texts back", async () => {
  const { page, close } = await paste({ permissions: ["clipboard-read", "clipboard-write"] });
  await page.evaluate((text) => {
    const files = new DataTransfer();
    files.items.add(new File([text], "mta-sts.txt", { type: "text/plain" }));
    document.querySelector("#paste-mode").dispatchEvent(new DragEvent("drop", { dataTransfer: files, bubbles: true, cancelable: true }));
  }, FAULTY);
  await page.waitForSelector('[data-code="policy/mode-invalid"]');
  await page.fill("#tlsrpt", "v=TLSRPTv1; rua=mailto:a@example.com");
  await page.waitForSelector('#tlsrpt-verdict[data-outcome="pass"]');
  await page.click("#paste-link");
  const link = await page.evaluate(() => navigator.clipboard.readText());
  const again = await openPage(at.browser, { hash: new URL(link).hash });
  await again.page.waitForSelector('[data-code="policy/mode-invalid"]');
  assert.equal(await again.page.inputValue("#policy"), FAULTY);
  await again.close();
  await close();
});
