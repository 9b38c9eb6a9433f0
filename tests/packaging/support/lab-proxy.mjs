// The way to the lab for runtimes that take a proxy: tunnels as Bun asks for them, whole URLs as workerd does. The process
// has to have the lab for its network.
import { createServer } from "node:http";
import { connect } from "node:net";
import { pipeline } from "node:stream/promises";

/** @param {{ https: number }} lab what the lab wrote to its ready file */
export async function startLabProxy(lab) {
  // workerd sends no Host beside a whole URL.
  const server = createServer({ requireHostHeader: false }, async ({ method, url, headers }, response) => {
    const { accept = "*/*" } = headers;
    try {
      const found = await fetch(url, { method, headers: { accept }, redirect: "manual" });
      response.writeHead(found.status, { "content-type": found.headers.get("content-type") ?? "" });
      response.end(Buffer.from(await found.arrayBuffer()));
    } catch {
      response.writeHead(502).end();
    }
  });
  const tunnels = new Set();
  server.on("connect", ({ url }, client) => {
    if (!url.endsWith(".test:443")) return client.end("HTTP/1.1 403 Forbidden\r\n\r\n");
    const inside = connect(lab.https, "127.0.0.1", () => client.write("HTTP/1.1 200 OK\r\n\r\n"));
    tunnels.add(client);
    // Either end may hang up when it has what it wanted.
    pipeline(client, inside, client).catch(() => {}).finally(() => tunnels.delete(client));
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  function stop() {
    for (const tunnel of tunnels) tunnel.destroy();
    return new Promise((resolve) => server.close(resolve).closeAllConnections());
  }
  return { port: server.address().port, stop };
}
