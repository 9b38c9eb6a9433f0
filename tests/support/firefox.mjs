// A real Firefox, driven over WebDriver BiDi, that takes the lab for the world.
import { createHash, X509Certificate } from "node:crypto";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connect as connectTls } from "node:tls";

import puppeteer from "puppeteer-core";

import { scenarios } from "./lab.mjs";

/** SHA-256, as Firefox names it in its list of exceptions. */
const SHA_256 = "OID.2.16.840.1.101.3.4.2.1";

/**
 * Firefox cannot map names as Chromium does: its requests go through a proxy that leads every `*.test` to the lab.
 *
 * @param {{ https: number, goodSpki: string }} lab what the lab wrote to its ready file
 * @returns {Promise<{ browser: import("puppeteer-core").Browser, cutOff(): void, close(): Promise<void> }>} `cutOff`
 *   takes the network away
 */
export async function launchFirefox(lab) {
  const proxy = await startProxy(lab.https);
  const profile = mkdtempSync(join(tmpdir(), "mta-sts-firefox-"));
  writeFileSync(join(profile, "cert_override.txt"), await exceptions(lab));
  const browser = await puppeteer.launch({
    browser: "firefox",
    executablePath: process.env.FIREFOX ?? "/usr/bin/firefox-esr",
    userDataDir: profile,
    extraPrefsFirefox: {
      "network.proxy.type": 1,
      "network.proxy.ssl": "127.0.0.1",
      "network.proxy.ssl_port": proxy.port,
    },
  });
  return {
    browser,
    cutOff: proxy.stop,
    async close() {
      await browser.close();
      proxy.stop();
      rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

/**
 * The lab's good certificates come from a CA of its own: each is an exception. All others are as bad for Firefox as they are.
 *
 * @param {{ https: number, goodSpki: string }} lab
 */
async function exceptions({ https, goodSpki }) {
  const hosts = ["page.test", "dns.test", "relay.test", ...scenarios().map(({ domain }) => `mta-sts.${domain}`)];
  let lines = "";
  // One after the other: quick enough, and a busy machine is not asked for a hundred handshakes at once.
  for (const host of hosts) {
    const certificate = await certificateOf(host, https);
    if (certificate !== null && spkiOf(certificate) === goodSpki) lines += `${host}:443:\t${SHA_256}\t${certificate.fingerprint256}\t\n`;
  }
  return lines;
}

/** What a host presents; `null` where it ends the handshake with an alert. @param {string} host @param {number} port */
async function certificateOf(host, port) {
  const socket = connectTls({ host: "127.0.0.1", port, servername: host, rejectUnauthorized: false });
  try {
    await once(socket, "secureConnect");
    return new X509Certificate(socket.getPeerCertificate().raw);
  } catch (error) {
    if (String(error.code).startsWith("ERR_SSL_")) return null;
    // A connection that was lost says nothing about the certificate.
    throw error;
  } finally {
    socket.destroy();
  }
}

/** @param {X509Certificate} certificate */
function spkiOf({ publicKey }) {
  return createHash("sha256").update(publicKey.export({ type: "spki", format: "der" })).digest("base64");
}

/** A proxy that knows CONNECT (RFC 9110 9.3.6) and one place to connect to. @param {number} target port on loopback */
async function startProxy(target) {
  const sockets = new Set();
  const server = createServer((client) => {
    sockets.add(client);
    client.once("data", (request) => {
      if (!/^CONNECT [\w.-]+\.test:443 /.test(request.toString("latin1"))) {
        client.end("HTTP/1.1 502 Bad Gateway\r\n\r\n");
        return;
      }
      const there = connect(target, "127.0.0.1", () => client.write("HTTP/1.1 200 OK\r\n\r\n"));
      sockets.add(there);
      // When one side ends or breaks, so does the other.
      for (const [from, to] of [[client, there], [there, client]]) {
        from.on("error", () => to.destroy());
        from.on("close", () => to.destroy());
        from.pipe(to);
      }
    });
    client.on("error", () => client.destroy());
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
  const stop = () => {
    server.close();
    for (const socket of sockets) socket.destroy();
  };
  return { port, stop };
}
