// The states of the page that are looked at: by accessibility rules, on narrow screens, and as screenshots.
import { failure, file, report } from "./reports.mjs";
import { check } from "./stage.mjs";

const FAULTY = "version: STSv1\r\nmode: Enforce\r\nmx: *.mx.example.net.\r\nmx: mail.example.org mail.example.net\r\n\r\nmax-age: 604800\r\n";

/** @typedef {import("playwright-core").Page} Page */

/** What brings a page that was just opened on the lab into each state. @type {Record<string, (page: Page) => Promise<unknown>>} */
export const STATES = {
  empty: async () => {},
  options: (page) => page.click("#options > summary"),
  "no domain": async (page) => {
    await page.fill("#domain", "not a domain");
    await page.click("#start");
    await page.waitForSelector("#domain-error:not(:empty)");
  },
  pass: async (page) => {
    await check(page, "good.test");
    await openAll(page, "#report > .steps");
  },
  fail: (page) => check(page, "bad-id.test"),
  "many faults": async (page) => {
    const headers = { "access-control-allow-origin": "*" };
    await page.route("https://mta-sts.bad-id.test/**", (route) => route.fulfill({ contentType: "text/plain", headers, body: FAULTY }));
    await check(page, "bad-id.test");
  },
  absent: (page) => check(page, "absent.test"),
  "not tested": (page) => check(page, "no-cors.test"),
  "no resolver": async (page) => {
    await page.click("#options > summary");
    await page.fill("#own-resolver", "https://nobody.test/dns-query");
    await page.click("#options > summary");
    await check(page, "good.test");
  },
  compared: async (page) => {
    await page.click("#options > summary");
    await page.fill("#second-resolver", "https://nobody.test/dns-query");
    await page.click("#options > summary");
    await check(page, "good.test");
    await page.waitForSelector("#comparison table");
  },
  certificates: async (page) => {
    await check(page, "good.test");
    await page.click("[data-way=certificates]");
    await page.fill("#probe-json", JSON.stringify(PROBED));
    await page.waitForSelector(".address .finding");
  },
  running: async (page) => {
    await page.fill("#domain", "slow.test");
    await page.click("#start");
    await page.waitForSelector('[data-step="tlsrpt"]:not([data-outcome="pending"])');
  },
  "empty paste": (page) => page.click("#to-paste"),
  "paste with faults": async (page) => {
    await page.click("#to-paste");
    await page.click("#example");
    await page.waitForSelector(".finding");
    await page.waitForSelector(".senders");
    await openAll(page, ".senders");
  },
  "no reports": (page) => page.click("#to-reports"),
  reports: async (page) => {
    await page.click("#to-reports");
    await page.setInputFiles("#reports-mount input >> nth=0", SAMPLES);
    await page.waitForSelector(".chart");
    await openAll(page, "#reports-results");
  },
  "empty plan": (page) => page.click("#to-plan"),
  planned: async (page) => {
    await page.click("#to-plan");
    await page.fill("#plan-domain", "example.com");
    await page.fill("#plan-beginning", "2026-01-31");
    await page.fill("#plan-policy", "version: STSv1\nmode: enforce\nmx: old.example.com\nmax_age: 604800\n");
    await page.fill("#plan-id", "20250101T000000Z");
    await page.fill("#plan-mx", "old.example.com");
    await page.fill("#plan-to-mx", "mail.example.com");
    await page.click("#plan-form button");
    await page.waitForSelector(".timeline");
  },
  "compared policies": async (page) => {
    await page.click("#to-plan");
    const before = "version: STSv1\nmode: testing\nmx: old.example.com\nmx: mail.example.com\nmax_age: 604800\n";
    await page.fill("#compare-before", before);
    await page.fill("#compare-after", before.replace("testing", "enforce").replace("mx: old.example.com\n", "").replace("604800", "86400"));
    await page.fill("#compare-hosts", "old.example.com\nmail.example.com");
    await page.click("#compare-form button");
    await page.waitForSelector("#compare-results .finding");
  },
  "empty form": (page) => page.click("#to-generate"),
  generated: async (page) => {
    await page.click("#to-generate");
    await page.fill("#generate-domain", "example.com");
    await page.fill("#generate-mx", "mail.example.com");
    await page.fill("#generate-rua", "tls@example.com");
    await page.click("#generate-form button");
    await page.waitForSelector('[data-part="policy"]');
    await openAll(page, "#generate-results");
  },
  learn: async (page) => {
    await page.click("#to-learn");
    await page.waitForSelector(".way");
  },
  explanation: async (page) => {
    await page.evaluate(() => (location.hash = "#learn&code=policy/mode-invalid"));
    await page.waitForSelector("#explanation h3");
    await openAll(page, "#codes");
  },
};

/** Reports of eight days: a certificate that ran out, an MX host without STARTTLS, one file cut short and one with a date without zone. */
const SAMPLES = [
  ...Array.from({ length: 8 }, (_, index) =>
    file(
      `company-x-${index}.json`,
      report({
        id: `x${index}`,
        day: `2026-01-0${index + 1}`,
        good: 900 + 37 * index,
        failures: index < 3 ? [] : [failure("certificate-expired", 40 + index), failure("starttls-not-supported", 3, { "receiving-mx-hostname": "mx2.example.com", "receiving-ip": "198.51.100.2" })],
      }),
    ),
  ),
  file("company-z.json", report({ id: "z", organization: "Company-Z", domain: "example.net", day: "2026-01-05", good: 400, failures: [failure("sts-webpki-invalid", 12)] })),
  file("no-zone.json", JSON.stringify(report({ id: "n", day: "2026-01-02" })).replace("00:00:00Z", "00:00:00")),
  file("cut-short.json", "{"),
];

const DAY = 86_400;
const NOW = Math.floor(Date.now() / 1000);
const CERTIFICATE = { dnsNames: ["mx.good.test"], issuer: "CN=Example CA", notBefore: NOW - 30 * DAY, notAfter: NOW + 60 * DAY };

/** What the command line program tells of an MX host with three addresses: one has a certificate that expired since, one refuses STARTTLS. */
const PROBED = {
  probe: {
    host: "mx.good.test",
    addresses: [
      { address: "192.0.2.1", port: 25, result: { outcome: "handshake", protocol: "TLSv1.3", cipher: "TLS_AES_256_GCM_SHA384", chain: { verdict: "trusted" }, certificate: CERTIFICATE } },
      { address: "192.0.2.2", port: 25, result: { outcome: "handshake", protocol: "TLSv1.3", cipher: "TLS_AES_256_GCM_SHA384", chain: { verdict: "trusted" }, certificate: { ...CERTIFICATE, notAfter: NOW - DAY } } },
      { address: "2001:db8::1", port: 25, result: { outcome: "refused", code: 502, text: "Not today" } },
    ],
  },
  findings: [
    {
      code: "starttls/refused",
      severity: "error",
      message: "mx.good.test (2001:db8::1) refused STARTTLS",
      help: "Turn it on at every address.",
      rfc: "RFC 8461 4.2",
      affects: "every Sender",
      params: { host: "mx.good.test", address: "2001:db8::1" },
    },
  ],
};

/** @param {Page} page @param {string} within */
function openAll(page, within) {
  return page.$$eval(`${within} details`, (all) => all.forEach((details) => details.setAttribute("open", "")));
}
