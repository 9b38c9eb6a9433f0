// What workerd's KV bindings speak to, in memory: GET and PUT over HTTP, where a namespace is a host.
import { createServer } from "node:http";
import { text } from "node:stream/consumers";

/**
 * Starts it; `kept` has the entries by key, with the seconds that each is to be kept, and `written()` waits for the next
 * one.
 */
export async function startKvStore() {
  const kept = new Map();
  let waiting = [];
  const server = createServer(async (request, response) => {
    const { pathname, searchParams } = new URL(request.url, "http://kv");
    const key = decodeURIComponent(pathname.slice(1));
    if (request.method === "PUT") {
      const value = await text(request);
      kept.set(key, { value, seconds: Number(searchParams.get("expiration_ttl")) });
      response.end();
      for (const tell of waiting) tell(value);
      waiting = [];
    } else if (kept.has(key)) {
      response.end(kept.get(key).value);
    } else {
      response.writeHead(404).end();
    }
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const stop = () => new Promise((resolve) => server.close(resolve).closeAllConnections());
  const written = () => new Promise((resolve) => waiting.push(resolve));
  return { port: server.address().port, kept, written, stop };
}
