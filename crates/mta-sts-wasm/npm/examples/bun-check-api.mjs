// Bun: the check API and the relay as a server of one's own, for web pages that are not to depend on anybody else's.
//
//   ALLOWED_ORIGINS=https://checker.example bun bun-check-api.mjs
//
// Lists with commas: ALLOWED_ORIGINS (web pages that may read the answers), RESOLVER (DNS over HTTPS), SPECIAL_USE
// (top-level domains such as `test` to ask for all the same). PORT. HTTPS_PROXY: a proxy that everything goes through.
import { checkApi, rateLimit, relay } from "mta-sts/edge";
import { guardedFetch } from "mta-sts/edge/node";

const { ALLOWED_ORIGINS, HTTPS_PROXY, PORT = "8080", RESOLVER, SPECIAL_USE } = process.env;
const list = (text) => text?.split(",").map((item) => item.trim());
const clients = new WeakMap();

const shared = {
  origins: list(ALLOWED_ORIGINS),
  specialUse: list(SPECIAL_USE),
  rateLimit: rateLimit({ limit: 30, key: (request) => clients.get(request) }),
  // Behind a proxy it is the proxy that decides which addresses may be connected to.
  fetch: HTTPS_PROXY ? fetch : guardedFetch(),
};
const relayed = relay(shared);
const checks = checkApi({ ...shared, resolver: list(RESOLVER) });

const server = Bun.serve({
  port: Number(PORT),
  fetch(request, server) {
    clients.set(request, server.requestIP(request)?.address);
    return new URL(request.url).pathname === "/relay" ? relayed(request) : checks(request);
  },
});
console.log(`listening on ${server.url}`);
