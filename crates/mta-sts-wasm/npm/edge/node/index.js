// What Node, Deno and Bun need besides: a fetch that stays outside, and handlers as listeners.
export { guardedFetch } from "./guarded-fetch.js";
export { nodeListener } from "./listener.js";
export { isPublicAddress } from "./public-address.js";
export { remoteAddress } from "./request.js";
