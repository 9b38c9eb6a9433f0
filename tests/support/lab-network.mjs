// Makes the lab this process's network: every https://*.test goes to it, over real TLS with the lab's CA trusted.
import { readFileSync } from "node:fs";

import { Agent, buildConnector, setGlobalDispatcher } from "undici";

/**
 * Node's own `fetch` takes the dispatcher set here.
 *
 * @param {{ https: number, caPem: string }} lab what the lab wrote to its ready file
 */
export function useLab(lab) {
  const connect = buildConnector({ ca: readFileSync(lab.caPem) });
  setGlobalDispatcher(
    new Agent({
      keepAliveTimeout: 1,
      connect(options, callback) {
        const { hostname } = options;
        const inLab = hostname.endsWith(".test");
        const route = { hostname: "127.0.0.1", port: lab.https, servername: hostname };
        connect(inLab ? { ...options, ...route } : options, callback);
      },
    }),
  );
}
