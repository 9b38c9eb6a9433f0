// Fastify: a plugin with the check API and its badge.
//
//   app.register(mtaSts, { prefix: "/mta-sts" });
//
// GET /mta-sts/check?domain=example.com answers with a report, GET /mta-sts/badge?domain=example.com with a picture.
import { checkApi, rateLimit } from "mta-sts/edge";
import { guardedFetch } from "mta-sts/edge/node";

export async function mtaSts(app, { prefix = "", ...options }) {
  const addresses = new WeakMap();
  const api = checkApi({
    basePath: prefix,
    fetch: guardedFetch(),
    rateLimit: rateLimit({ limit: 10, key: (request) => addresses.get(request) }),
    ...options,
  });
  app.get("/*", async (request, reply) => {
    // Whoever leaves ends the check.
    const leaving = new AbortController();
    reply.raw.once("close", () => leaving.abort());
    const url = new URL(request.url, `${request.protocol}://${request.host}`);
    const standard = new Request(url, { headers: { accept: request.headers.accept ?? "*/*" }, signal: leaving.signal });
    addresses.set(standard, request.ip);
    // Fastify sends a standard Response as it is.
    return api(standard);
  });
}
