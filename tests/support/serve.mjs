// Handlers as a server on a free port of loopback.
import { createServer } from "node:http";

import { nodeListener } from "mta-sts/edge/node";

/** @returns {Promise<{ url: string, port: number, stop(): Promise<void> }>} */
export async function serve(handler) {
  const server = createServer(nodeListener(handler));
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
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
