// Where the runtimes are that come from npm.
import { fileURLToPath } from "node:url";

/** This folder, whose node_modules holds the runtimes and bundlers. */
export const HERE = fileURLToPath(new URL("..", import.meta.url));
/** The package as it was built. */
export const PACKAGE = fileURLToPath(new URL("../../../target/npm/mta-sts", import.meta.url));

export const NODE_22 = fileURLToPath(new URL("../node_modules/node/bin/node", import.meta.url));
export const DENO = program("deno");
export const BUN = program("bun");
export const WORKERD = program("workerd");

/** A program of a package installed here. */
export function program(name) {
  return fileURLToPath(new URL(`../node_modules/.bin/${name}`, import.meta.url));
}
