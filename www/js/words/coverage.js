// The words about `mx` patterns and the MX hosts that they cover.
import { count } from "./common.js";

export const SAY = {
  missed: (pattern, host) => `\`${pattern}\` does not cover \`${host}\`: a wildcard stands for exactly one label.`,
  unused: (pattern) => `\`${pattern}\` covers none of these hosts.`,
  publicSuffix: (pattern) => `\`${pattern}\` covers hosts that anybody can register.`,
  provider: (pattern, provider) => `\`${pattern}\` covers the hosts of every customer of ${provider}.`,
  beyond: (number) => `And ${count(number, "more note")} of this kind.`,
  proposals: "Lists that cover them",
  lines: "these mx lines",
};
