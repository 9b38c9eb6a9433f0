export * from "./lib/api.js";
export { init } from "./lib/web-init.js";
