// Makes the lab this process's network: every https://*.test goes to it, over real TLS with the lab's CA trusted.
import { Resolver } from "node:dns";
import { readFileSync } from "node:fs";

import { Agent, buildConnector, setGlobalDispatcher } from "undici";

/**
 * Node's own `fetch` takes the dispatcher set here.
 *
 * @param {{ dns: string, https: number, caPem: string }} lab what the lab wrote to its ready file
 */
export function useLab(lab) {
  const resolver = new Resolver();
  resolver.setServers([lab.dns]);
  const connect = buildConnector({ ca: readFileSync(lab.caPem) });
  setGlobalDispatcher(
    new Agent({
      keepAliveTimeout: 1,
      connect(options, callback) {
        const { hostname } = options;
        if (!hostname.endsWith(".test")) return connect(options, callback);
        resolver.resolve4(hostname, (error, addresses) => {
          if (error) return callback(error);
          connect({ ...options, hostname: addresses[0], port: lab.https, servername: hostname }, callback);
        });
      },
    }),
  );
}
