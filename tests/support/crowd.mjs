// A thousand requests at once, and whether each got what it asked for.
import assert from "node:assert/strict";
import { Agent, get } from "node:http";
import { text } from "node:stream/consumers";

import { policyOf } from "./outside.mjs";

const CROWD = 1000;

/** How many domains they ask about: a prime, so that all are asked about in every way. */
const DOMAINS = 97;

/** What each handler is asked, and what is right; every fifth asks for what nobody gets. */
export const HANDLERS = {
  "policy host": {
    request: (domain, refused) => ({ path: "/.well-known/mta-sts.txt", host: `mta-sts.${refused ? "nobody.example.net" : domain}` }),
    isRight: (domain, { status, body }) => status === 200 && body === policyOf(domain),
    refusal: 404,
  },
  relay: {
    request: (domain, refused) => ({ path: `/relay?domain=${refused ? "localhost" : domain}`, host: "relay.example.net" }),
    isRight: (domain, { status, body }) => status === 200 && JSON.parse(body).body === policyOf(domain),
    refusal: 400,
  },
  "check API": {
    request: (domain, refused) => ({ path: `/check?domain=${refused ? "127.0.0.1" : domain}`, host: "api.example.net" }),
    isRight(domain, { status, body }) {
      const report = JSON.parse(body);
      const verdict = domain.startsWith("x") ? "fail" : "pass";
      return status === 200 && report.domain === domain && report.verdict === verdict && report.mx[0].host === `mx.${domain}`;
    },
    refusal: 400,
  },
};

/** The domains of a round, every tenth with a broken policy; none is asked about in another round. */
export function domainsOf(round) {
  return Array.from({ length: DOMAINS }, (_, n) => `${n % 10 === 0 ? "x" : "d"}${round}-${n}.example.com`);
}

/**
 * Asks a thousand times at once.
 *
 * @param {number} port
 * @param {{ request: Function, isRight: Function, refusal: number }} handler
 * @param {string[]} domains
 */
export async function crowd(port, { request, isRight, refusal }, domains) {
  const agent = new Agent({ keepAlive: true });
  const ask = async (n) => {
    const domain = domains[n % domains.length];
    const refused = n % 5 === 4;
    const answer = await once(port, agent, request(domain, refused));
    const right = refused ? answer.status === refusal : isRight(domain, answer);
    return right ? null : { domain, refused, ...answer };
  };
  const outcomes = await Promise.all(Array.from({ length: CROWD }, (_, n) => ask(n)));
  agent.destroy();
  assert.deepEqual(outcomes.filter((wrong) => wrong !== null).slice(0, 3), []);
  return outcomes.length;
}

function once(port, agent, { path, host }) {
  return new Promise((resolve, reject) => {
    const request = get({ host: "127.0.0.1", port, path, agent, headers: { host } }, async (response) => {
      resolve({ status: response.statusCode, body: await text(response) });
    });
    request.once("error", reject);
  });
}
