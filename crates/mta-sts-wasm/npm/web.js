// The entry for browsers and bundlers: the module is fetched when first needed.
export * from "./lib/api.js";
export { init } from "./lib/web-init.js";
