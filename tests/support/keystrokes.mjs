// From a keystroke in the policy's editor to the frame that shows what came of it.

/** RFC 8461 3.3: as long as a policy may be, nearly. */
const LENGTH = 65_000;

const policyOf = (line) => {
  const lines = [];
  for (let length = 0, n = 0; length < LENGTH; n += 1) length += lines[lines.push(line(n)) - 1].length;
  return `version: STSv1\nmode: enforce\n${lines.join("")}max_age: 604800\n`;
};

/** Texts to type in. */
export const POLICIES = {
  "5 lines": "version: STSv1\nmode: enforce\nmx: mail.example.com\nmx: *.example.net\nmax_age: 604800\n",
  "64 KB, in order": policyOf((n) => `mx: mail${n}.example.com\n`),
  "64 KB, one fault": policyOf((n) => `mx: mail${n}.example.com\n`).replace("enforce", "Enforce"),
  "64 KB, a fault in each line": policyOf((n) => `mx: mail${n}.example.com.\n`),
};

/**
 * Puts a text into the editor and types in its third line.
 *
 * @param {import("playwright-core").Page} page in paste mode
 * @param {string} policy
 * @param {number} times
 * @param {boolean} [quietly] the page hears nothing of what is typed, once the text is there: what the text area alone costs
 * @returns {Promise<{ busy: number, painted: number[] }>} in milliseconds: what a keystroke costs the page's main thread, and
 *   how long each took until its frame, from the shortest to the longest
 */
export async function keystrokes(page, policy, times, quietly = false) {
  await page.$eval(
    "#policy",
    (area, policy) => {
      area.value = policy;
      area.dispatchEvent(new Event("input"));
    },
    policy,
  );
  await page.waitForSelector("#senders .senders");
  if (quietly) {
    await page.evaluate(() => {
      for (const type of ["input", "selectionchange"]) addEventListener(type, (event) => event.stopImmediatePropagation(), { capture: true });
    });
  }
  await page.focus("#policy");
  await page.$eval("#policy", (area) => area.setSelectionRange(35, 35));
  await page.evaluate(() => {
    globalThis.painted = [];
    const note = (entries) => entries.filter(({ name }) => name === "keydown").forEach(({ duration }) => globalThis.painted.push(duration));
    new PerformanceObserver((list) => note(list.getEntries())).observe({ type: "event", durationThreshold: 16 });
  });
  const devtools = await page.context().newCDPSession(page);
  // Time that the thread has worked, not time that has passed: other programs do not count.
  await devtools.send("Performance.enable", { timeDomain: "threadTicks" });
  const worked = async () => {
    const { metrics } = await devtools.send("Performance.getMetrics");
    return 1000 * (metrics.find(({ name }) => name === "TaskDuration")?.value ?? Infinity);
  };
  const before = await worked();
  for (let n = 0; n < times; n += 1) {
    await page.keyboard.press(n % 2 === 0 ? "a" : "Backspace");
    await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
  }
  const busy = ((await worked()) - before) / times;
  const told = await page.evaluate(() => globalThis.painted);
  // Those below 16 ms are not told.
  const painted = [...Array(Math.max(0, times - told.length)).fill(16), ...told.toSorted((a, b) => a - b)];
  return { busy, painted };
}
