// A real Firefox, driven over WebDriver BiDi, that takes the lab for the world.
import { once } from "node:events";
import { connect, createServer } from "node:net";

import puppeteer from "puppeteer-core";

/**
 * Firefox cannot map names as Chromium does: its requests go through a proxy that leads every `*.test` to the lab.
 *
 * @param {{ https: number }} lab what the lab wrote to its ready file
 * @returns {Promise<{ browser: import("puppeteer-core").Browser, cutOff(): void, close(): Promise<void> }>} `cutOff`
 *   takes the network away
 */
export async function launchFirefox(lab) {
  const proxy = await startProxy(lab.https);
  const browser = await puppeteer.launch({
    browser: "firefox",
    executablePath: process.env.FIREFOX ?? "/usr/bin/firefox-esr",
    // The lab's certificates come from a CA of its own.
    acceptInsecureCerts: true,
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
    },
  };
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
