// What strangers may try: requests that lead elsewhere, or that carry too much.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { checkApi, policyHost, publicDomain, relay } from "mta-sts/edge";
import { guardedFetch, isPublicAddress } from "mta-sts/edge/node";

import { raw } from "../support/raw.mjs";
import { serve } from "../support/serve.mjs";

const POLICY = "version: STSv1\r\nmode: enforce\r\nmx: mail.example.com\r\nmax_age: 604800\r\n";

/** Everything that is fetched, so that what is not can be shown. */
const fetched = [];
const outside = async (url) => {
  fetched.push(url);
  return new Response(POLICY, { headers: { "content-type": "text/plain", "set-cookie": "a=b", "x-secret": "1" } });
};

let server;

before(async () => {
  const [fetches, checks] = [relay({ origins: "*", fetch: outside, cacheSeconds: 0 }), checkApi({ origins: "*", fetch: outside })];
  const policies = policyHost({ domains: { "example.com": POLICY }, domainOf: () => "example.com" });
  server = await serve((request) => {
    const { pathname } = new URL(request.url);
    return pathname === "/relay" ? fetches(request) : pathname.startsWith("/.well-known") ? policies(request) : checks(request);
  });
});

after(() => server?.stop());

const INSIDE = [
  "127.0.0.1", "127.1", "2130706433", "0x7f000001", "0177.0.0.1", "127.0.0.1.", "①②⑦.⓪.⓪.①", "127。0。0。1", "[::1]", "::1",
  "[::ffff:127.0.0.1]", "localhost", "LOCALHOST.", "ｌｏｃａｌｈｏｓｔ", "a.localhost", "intranet", "a.internal", "a.local", "a.test",
  "a.home.arpa", "1.0.0.127.in-addr.arpa", "a.onion", "a.lan", "example.com:8080", "user@example.com", "user:pass@example.com",
  "example.com/x", "example.com?x", "example.com#x", "example.com\\@evil.example", "https://example.com", "//example.com", "example.com%2f",
  "example.com%00", "exa mple.com", "a..example.com", ".example.com", "example.com..", "-a.example.com", "a_b.example.com", "*.example.com",
  "example.com\r\nHost: evil.example", "example.com\nx", "example.com\u0000", "", ".", "a".repeat(64) + ".com", "a.".repeat(127) + "com", "é".repeat(300),
  "example.1", "example.0x1", "127.0.0.1\u3002", "127．0．0．1", "[0:0:0:0:0:ffff:7f00:1]", "0x7f.1", "0", "local\u00adhost", "a.loc\u200bal",
  "a.ⓘnternal", "a。localhost", "ⅼocalhost", "a.ℓocal", "a.𝐭𝐞𝐬𝐭", "ex\u0000ample.com", "xn--a.example", "a.".repeat(126) + "a.b",
  "x".repeat(1_000_000),
];

for (const text of INSIDE) {
  test(`${JSON.stringify(text.slice(0, 40))} is not asked for`, async () => {
    fetched.length = 0;
    for (const path of ["/relay", "/check", "/badge"]) {
      const query = `?domain=${encodeURIComponent(text)}`;
      // Longer ones the server refuses by itself.
      const handler = path === "/relay" ? relay({ fetch: outside }) : checkApi({ fetch: outside });
      const response = await (query.length > 8_000 ? handler(new Request(`https://x.example${path}${query}`)) : fetch(`${server.url}${path}${query}`));
      const { error } = await response.json();
      assert.deepEqual([response.status, error.code], [400, "invalid-domain"]);
    }
    assert.deepEqual(fetched, []);
    assert.throws(() => publicDomain(text), { code: "invalid-domain" });
  });
}

test("what is asked for is the policy and nothing else, whatever the query adds", async () => {
  fetched.length = 0;
  const response = await fetch(`${server.url}/relay?domain=EXAMPLE.com.&url=http://127.0.0.1/&path=/etc/passwd`, { headers: { host: "evil.example", cookie: "a=b" } });
  assert.equal(response.status, 200);
  assert.deepEqual(fetched, ["https://mta-sts.example.com/.well-known/mta-sts.txt"]);
  assert.equal(response.headers.get("set-cookie"), null);
  assert.equal(response.headers.get("x-secret"), null);
});

test("look-alikes are asked for by their A-labels, as themselves", async () => {
  for (const [text, asked] of [
    ["еxample.com", "xn--xample-2of.com"],
    ["ＥＸＡＭＰＬＥ。ＣＯＭ", "example.com"],
    ["faß.de", "xn--fa-hia.de"],
    ["exam\u00adple.com", "example.com"],
  ]) {
    fetched.length = 0;
    await fetch(`${server.url}/relay?domain=${encodeURIComponent(text)}`);
    assert.deepEqual(fetched, [`https://mta-sts.${asked}/.well-known/mta-sts.txt`], text);
  }
});

test("only public addresses are public", () => {
  const inside = ["127.0.0.1", "10.1.2.3", "100.64.0.1", "169.254.169.254", "172.16.0.1", "192.168.1.1", "0.0.0.0", "224.0.0.1", "255.255.255.255"];
  const inside6 = ["::", "::1", "fe80::1", "fc00::1", "fd12::1", "ff02::1", "::ffff:127.0.0.1", "::ffff:8.8.8.8", "64:ff9b::7f00:1", "2001:db8::1", "2002:7f00:1::1"];
  for (const address of [...inside, ...inside6, "", "example.com"]) assert.equal(isPublicAddress(address), false, address);
  for (const address of ["8.8.8.8", "1.1.1.1", "2606:4700::1111", "2a00:1450::1"]) assert.equal(isPublicAddress(address), true, address);
});

test("a name that leads inside is not connected to", async () => {
  const answers = [[{ address: "127.0.0.1", family: 4 }], [{ address: "8.8.8.8", family: 4 }, { address: "::1", family: 6 }]];
  for (const addresses of answers) {
    const lookup = (_, __, callback) => callback(null, addresses);
    const handler = relay({ fetch: guardedFetch({ lookup }) });
    const response = await handler(new Request("https://relay.example/?domain=rebind.example.com"));
    const result = await response.json();
    assert.equal(result.outcome, "unavailable");
    assert.doesNotMatch(JSON.stringify(result), /127\.0\.0\.1|::1/);
  }
});

test("the guard takes names over https: and nothing else", async () => {
  const guarded = guardedFetch();
  for (const url of ["http://example.com/", "https://127.0.0.1/", "https://[::1]/", "https://example.com:8443/", "https://a:b@example.com/"]) {
    await assert.rejects(guarded(url), (error) => error.cause.code === "EACCES");
  }
});

test("a policy without an end is cut off and let go, one that drips is given its time", async () => {
  let cancelled = 0;
  const endless = () => new ReadableStream({ pull: (controller) => controller.enqueue(new Uint8Array(65_536)), cancel: () => void (cancelled += 1) });
  const answered = async (fetch, options) => {
    const response = await relay({ fetch, cacheSeconds: 0, ...options })(new Request("https://relay.example/?domain=example.com"));
    return response.json();
  };
  const huge = await answered(async () => new Response(endless(), { headers: { "content-type": "text/plain" } }));
  assert.deepEqual([huge.outcome, huge.truncated, huge.body, cancelled], ["response", true, "", 1]);
  // What a `fetch` does when its signal is aborted while the body comes.
  const dripping = async (_, { signal }) => {
    const body = new ReadableStream({
      start(controller) {
        const drip = setInterval(() => controller.enqueue(new Uint8Array(1)), 5);
        signal.addEventListener("abort", () => (clearInterval(drip), controller.error(signal.reason)));
      },
    });
    return new Response(body, { headers: { "content-type": "text/plain" } });
  };
  assert.equal((await answered(dripping, { timeout: 100 })).outcome, "timed-out");
});

test("many who ask for the same domain at once make one request", async () => {
  let asked = 0;
  let answer;
  const waiting = new Promise((resolve) => (answer = resolve));
  const outside = () => ((asked += 1), waiting);
  const handler = relay({ fetch: outside, cacheSeconds: 0 });
  const ask = (signal) => handler(new Request("https://relay.example/?domain=example.com", { signal }));
  const leaving = new AbortController();
  const [left, ...others] = [ask(leaving.signal), ask(), ask(), ask()];
  leaving.abort();
  // Who leaves takes nothing from the others.
  assert.equal((await left).status, 503);
  answer(new Response(POLICY, { headers: { "content-type": "text/plain" } }));
  for (const response of await Promise.all(others)) assert.equal((await response.json()).body, POLICY);
  assert.equal(asked, 1);
});

test("special-use domains are allowed by their whole name, in any case of letters", () => {
  assert.equal(publicDomain("a.test", ["TEST"]), "a.test");
  assert.equal(publicDomain("A.TEST", "Test"), "a.test");
  // No part of one is another one.
  assert.throws(() => publicDomain("a.local", "localhost"), { code: "invalid-domain" });
});

test("what cannot be mounted is told to whoever mounts it", () => {
  for (const options of [{ timeout: 0 }, { timeout: "1" }, { fetch: 3 }, { now: 3 }, { cacheSeconds: 1.5 }]) {
    for (const mount of [relay, checkApi]) assert.throws(() => mount(options), { code: "invalid-argument" });
  }
  assert.throws(() => checkApi({ resolver: "ftp://x/" }), { code: "invalid-resolver" });
  for (const origins of [["x"], ["data:,"]]) assert.throws(() => relay({ origins }), { code: "invalid-argument" });
});

test("odd request targets and hosts get 400 or 404, and the server lives on", async () => {
  for (const target of ["http://evil.example/relay?domain=localhost", "//evil.example/", "*", "/%", "/relay?domain=%ff%fe"]) {
    const answer = await raw(server.port, `GET ${target} HTTP/1.1\r\nHost: x.example\r\nConnection: close\r\n\r\n`);
    assert.match(answer, /^HTTP\/1\.1 (400|404) /, target);
  }
  const answer = await raw(server.port, "GET /check?domain=localhost HTTP/1.1\r\nHost: a b\r\nConnection: close\r\n\r\n");
  assert.match(answer, /^HTTP\/1\.1 400 /);
  assert.equal((await fetch(`${server.url}/openapi.json`)).status, 200);
});

test("nothing that is asked becomes a header of the answer", async () => {
  const injection = "%0d%0aSet-Cookie:%20a=b%0d%0a%0d%0a<script>";
  const requests = [
    [`/relay?domain=${injection}`, ""],
    [`/check?domain=example.com${injection}&format=${injection}`, ""],
    [`/check?domain=example.com&format=${injection}`, ""],
    [`/${injection}`, ""],
    ["/relay?domain=localhost", "Origin: https://x.example\r\n\tSet-Cookie: a=b\r\n"],
    ["/relay?domain=localhost", "Origin: https://x.example\rSet-Cookie: a=b\r\n"],
    ["/relay?domain=localhost", "X-Forwarded-Host: evil.example\r\nAccess-Control-Request-Headers: x\r\n"],
  ];
  for (const [target, headers] of requests) {
    const answer = await raw(server.port, `GET ${target} HTTP/1.1\r\nHost: x.example\r\n${headers}Connection: close\r\n\r\n`);
    const [head, body] = answer.split("\r\n\r\n");
    assert.match(head, /^HTTP\/1\.1 40[04] /, target);
    assert.doesNotMatch(head, /set-cookie|evil/i, target);
    assert.doesNotMatch(head, /content-type: text\/html/i, target);
    // No error page tells where things are on this machine.
    assert.doesNotMatch(body, /node_modules|\bat .*:\d+:\d+/, target);
  }
});

test("a request that is too long ends as one", async () => {
  const long = "a".repeat(100_000);
  assert.match(await raw(server.port, `GET /relay?domain=${long} HTTP/1.1\r\nHost: x.example\r\nConnection: close\r\n\r\n`), /^HTTP\/1\.1 431 /);
  const many = `${"domain=example.com&".repeat(10_000)}x`;
  const response = await relay({ fetch: outside })(new Request(`https://relay.example/?${many}`));
  assert.equal(response.status, 400);
});

test("a body is not waited for, however large or slow it claims to be", async () => {
  for (const path of ["/relay?domain=example.com", "/.well-known/mta-sts.txt", "/check?domain=example.com"]) {
    const answer = await raw(server.port, `POST ${path} HTTP/1.1\r\nHost: x.example\r\nContent-Length: 1000000000\r\nConnection: close\r\n\r\nx`);
    assert.match(answer, /^HTTP\/1\.1 405 /, path);
  }
});
