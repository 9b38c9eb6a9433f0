// Decisions over the lab's real DNS over HTTPS and TLS.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { decide, mapPolicyCache } from "mta-sts";

import { startLab } from "../support/lab.mjs";
import { useLab } from "../support/lab-network.mjs";

let lab;

before(async () => {
  lab = await startLab();
  useLab(lab.ready);
});

after(() => lab.stop());

const asked = [];
const network = (url, init) => {
  asked.push(new URL(url).pathname);
  return fetch(url, init);
};

function decided(domain, cache = mapPolicyCache(), others = {}) {
  asked.length = 0;
  return decide(domain, { cache, resolver: lab.ready.doh, fetch: network, ...others });
}

test("a policy is fetched once, and then taken from the cache", async () => {
  const cache = mapPolicyCache();
  const candidates = [{ preference: 10, host: "mx.good.test" }];
  const first = await decided("good.test", cache, { candidates });
  assert.deepEqual([first.next, first.policy.mode, first.fetched.report], ["fetch", "enforce", null]);
  assert.equal(first.application.conclusion.conclusion, "validate");
  assert.deepEqual(asked, ["/dns-query", "/.well-known/mta-sts.txt"]);
  const second = await decided("good.test", cache);
  assert.deepEqual([second.next, second.policy, second.id], ["deliver", first.policy, first.id]);
  assert.deepEqual(asked, ["/dns-query"]);
});

test("a fetch that fails is reported, and not tried again at once", async () => {
  const cache = mapPolicyCache();
  const first = await decided("expired-policy.test", cache);
  assert.deepEqual([first.policy, first.fetched], [null, { report: "sts-webpki-invalid", alert: false }]);
  const second = await decided("expired-policy.test", cache);
  assert.deepEqual([second.next, second.fetched], ["back-off", null]);
  assert.deepEqual(asked, ["/dns-query"]);
});

for (const [domain, outcome] of [
  ["multi-string.test", "record"],
  ["cname.test", "record"],
  ["absent.test", "missing"],
  ["two-records.test", "missing"],
  ["no-id.test", "missing"],
  ["servfail.test", "failed"],
  ["cname-loop.test", "failed"],
]) {
  test(`the look-up for ${domain} brings: ${outcome}`, async () => {
    const { txt, policy } = await decided(domain);
    assert.equal(txt.outcome, outcome);
    assert.equal(policy === null, outcome !== "record");
  });
}
