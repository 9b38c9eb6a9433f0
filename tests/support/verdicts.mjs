// What a browser says of each lab domain, held against what the lab expects, which is what the command line program says.
import assert from "node:assert/strict";

/** It never answers, and a browser would wait for a minute; cancelling it is tested on its own. */
const ENDLESS = "slow.test";

/**
 * Checks every lab domain, several at a time.
 *
 * @param {{ domain: string, cors: boolean, expect: Record<string, string>, codes: string[] }[]} scenarios
 * @param {((domain: string) => Promise<{ outcomes: Record<string, string>, codes: string[], fetching: string }>)[]} lookers each
 *   checks one domain after the other; `fetching` is what was said of the fetch
 */
export async function assertAllAsExpected(scenarios, lookers) {
  const waiting = scenarios.filter(({ domain }) => domain !== ENDLESS);
  const work = async (look) => {
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) assertAsExpected(next, await look(next.domain));
  };
  await Promise.all(lookers.map(work));
}

/** The same outcome of each step, or "not tested" where a browser cannot look; and the same findings. */
function assertAsExpected({ domain, cors, expect, codes: wanted }, { outcomes, codes: found, fetching }) {
  // What may be read and is in order has been read.
  if (cors && expect.fetch === "pass") assert.equal(outcomes.fetch, "pass", `${domain}: ${fetching}`);
  const fetched = outcomes.fetch !== "not-tested";
  for (const [step, outcome] of Object.entries(expect).filter(([step, outcome]) => outcomes[step] !== outcome)) {
    assert.equal(outcomes[step], "not-tested", `${domain}: ${step} is ${outcomes[step]}, not ${outcome}`);
    const follows = ["fetch", "policy", "coverage"].includes(step) && !fetched;
    assert.ok(["starttls", "dane"].includes(step) || follows, `${domain}: ${step} could have been tested`);
  }
  const blind = (code) => /^(starttls\/|dane\/(mismatch|passes-alone)$)/.test(code) || (!fetched && /^(fetch|policy|mx)\//.test(code));
  const missing = wanted.filter((code) => !found.includes(code) && !blind(code));
  assert.deepEqual(missing, [], domain);
}
