// Cloudflare Worker: the package's handlers, and /status for uptime monitors: 503 as soon as one of your domains is broken.
//
//   DOMAINS: your domains, with commas between them. The other bindings are those of mta-sts/worker.
import { checkDomain } from "mta-sts";
import handlers from "mta-sts/worker";

export default {
  async fetch(request, env) {
    const { hostname, pathname } = new URL(request.url);
    if (pathname !== "/status" || hostname.startsWith("mta-sts.")) return handlers.fetch(request, env);
    const resolver = env.RESOLVER?.split(",");
    const options = { resolver, timeout: 10_000, signal: request.signal };
    const reports = await Promise.all(env.DOMAINS.split(",").map((domain) => checkDomain(domain.trim(), options)));
    // What could not be tested is no reason to wake anybody.
    const broken = reports.some(({ verdict }) => verdict === "fail");
    const body = reports.map(({ domain, verdict, headline }) => ({ domain, verdict, headline }));
    return Response.json(body, { status: broken ? 503 : 200, headers: { "cache-control": "no-store" } });
  },
};
