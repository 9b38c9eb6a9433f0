// Handlers as a server on a free port of loopback.
import { createServer } from "node:http";

import { nodeListener } from "mta-sts/edge/node";

/** @returns {Promise<{ url: string, port: number, stop(): Promise<void> }>} */
export async function serve(handler) {
  const server = createServer(nodeListener(handler));
  // A busy machine must not cut off a connection that is about to be used, nor refuse a thousand at once.
  server.keepAliveTimeout = 60_000;
  await new Promise((resolve) => server.listen({ port: 0, host: "127.0.0.1", backlog: 2048 }, resolve));
  const { port } = server.address();
  return {
    port,
    url: `http://127.0.0.1:${port}`,
    stop() {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(resolve));
    },
  };
}
