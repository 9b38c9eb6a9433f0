// The vectors of plans through the npm package, and what it refuses.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { plan } from "mta-sts";

const VECTORS = JSON.parse(readFileSync(new URL("../conformance/plan/plan.json", import.meta.url), "utf8"));

const text = ({ mode, maxAge, mx }) => ["version: STSv1", `mode: ${mode}`, ...mx.map((pattern) => `mx: ${pattern}`), `max_age: ${maxAge}`, ""].join("\n");
const at = (seconds) => new Date(seconds * 1000);

/** A vector's input as the package takes it. */
function inputOf({ now, current, earlier = [], wanted, ...others }) {
  return {
    ...others,
    now: at(now),
    current: current && { policy: text(current.policy), id: current.id },
    earlier: earlier.map(({ policy, lastServed, id }) => ({ policy: text(policy), lastServed: at(lastServed), id })),
    wanted: wanted === "removed" ? wanted : wanted.policy,
  };
}

// The package has no way to name patterns other than those that the MX hosts need.
const expressible = VECTORS.filter(({ input }) => input.wanted.policy?.mx === undefined);

for (const { id, note, input, steps, codes } of expressible) {
  test(`${id}: ${note}`, () => {
    const told = plan(inputOf(input));
    assert.deepEqual(told.steps.map(({ action, when }) => `${action.kind} ${when.usualAfter}/${when.certainAfter}`), steps);
    assert.deepEqual(told.findings.map(({ code }) => code), codes);
  });
}

test("earlier policies that say nothing are refused by name", () => {
  const input = (earlier) => ({ domain: "example.com", wanted: "removed", earlier });
  const policy = text({ mode: "enforce", maxAge: 86_400, mx: ["a.example"] });
  for (const [earlier, message] of [
    ["x", 'plan(input): input.earlier must be an array, not "x"'],
    [[{ policy }], "plan(input): input.earlier[0].lastServed must be a valid Date, not undefined"],
    [[{ policy: 1, lastServed: at(0) }], "plan(input): input.earlier[0].policy must be a string, not 1"],
    [[{ policy, lastServed: at(0), id: 1 }], "plan(input): input.earlier[0].id must be a string, not 1"],
    [[{ policy: "<html>", lastServed: at(0) }], "no Sender reads a policy in the text of an earlier policy"],
  ]) {
    assert.throws(() => plan(input(earlier)), { code: "invalid-argument", message });
  }
});
