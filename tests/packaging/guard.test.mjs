// The guarded fetch in each runtime that it is for: it connects to no address of one's own network, and to nobody whose
// certificate does not hold.
import assert from "node:assert/strict";
import { after, test } from "node:test";

import { startLab } from "../support/lab.mjs";
import { installed } from "./support/install.mjs";
import { BUN, DENO, NODE_22 } from "./support/paths.mjs";

const it = await installed("guarded.mjs");
const lab = await startLab();

after(() => lab.stop());

const RUNTIMES = [
  ["Node 20", process.execPath, []],
  ["Node 22", NODE_22, []],
  ["Deno", DENO, ["run", "--quiet", "--no-prompt", "--cached-only", "--node-modules-dir=manual", "--allow-net", "--allow-read", "--allow-env"]],
  ["Bun", BUN, []],
];

for (const [name, program, args] of RUNTIMES) {
  test(`${name} is kept out of its own network, and from wrong certificates`, async () => {
    const { guarded, open, relayed } = JSON.parse(await it.run(program, [...args, "guarded.mjs"], { env: { LAB: JSON.stringify(lab.ready) } }));
    for (const [domain, found] of Object.entries(guarded)) assert.equal(found, "EACCES", domain);
    const { "good.test": good, ...others } = open;
    assert.equal(good, "version: STSv1");
    assert.equal(Object.keys(others).length, 5);
    // BoringSSL, which is Bun's, has no better word for a name that is in the CN only.
    for (const [domain, found] of Object.entries(others)) assert.match(found, /CERT|SIGNED|VERIFY|^UNSPECIFIED$/, domain);
    const { "good.test": [outcome], ...bodies } = relayed;
    assert.equal(outcome, "response");
    assert.deepEqual(bodies, { "large.test": ["response", false, 65_536], "too-large.test": ["response", true, 0], "slow.test": ["timed-out", null, null] });
  });
}
