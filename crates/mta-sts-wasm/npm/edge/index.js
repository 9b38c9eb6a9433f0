// Handlers for edge functions and servers: a standard Request in, a standard Response out.
export { badge } from "./badge.js";
export { checkApi } from "./check-api.js";
export { hostedAt } from "./hosted.js";
export { policyHost } from "./policy-host.js";
export { publicDomain } from "./public-domain.js";
export { rateLimit } from "./rate-limit.js";
export { relay } from "./relay.js";
export { fromKv, kvLastGood } from "./sources.js";
