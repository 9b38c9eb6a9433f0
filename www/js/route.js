// The address's hash: which mode is shown, and with what inputs. A link carries inputs only, never results.

/** The modes, in the order of the navigation. */
export const MODES = ["check", "paste", "reports", "plan", "generate", "learn"];

/** The parameters behind `#`. */
export function hashParameters() {
  return new URLSearchParams(location.hash.slice(1));
}

/**
 * The mode that a hash names by a parameter of that name; a domain alone means a check.
 *
 * @returns {string}
 */
export function modeOfHash() {
  const parameters = hashParameters();
  return MODES.find((mode) => parameters.has(mode)) ?? "check";
}

/**
 * A link to this page that opens a mode with inputs filled in.
 *
 * @param {string} mode
 * @param {Record<string, string>} inputs empty ones are left out
 */
export function linkTo(mode, inputs) {
  const given = Object.entries(inputs).filter(([, value]) => value !== "");
  const parameters = new URLSearchParams(mode === "check" ? given : [[mode, ""], ...given]);
  const link = new URL(location.href);
  // `#paste=&policy=…` reads better as `#paste&policy=…`.
  link.hash = parameters.toString().replace(/^(\w+)=(?=&|$)/, "$1");
  return link.href;
}

/** The hash that opens the explanation of a finding. @param {string} code */
export function explanationOf(code) {
  return `#learn&code=${code}`;
}

/**
 * Follows the hash: at once, and whenever it becomes another. Coming back to a hash that was followed already changes
 * nothing, for the visitor may have gone on from it.
 *
 * @param {(parameters: URLSearchParams) => boolean} follow whether these parameters were meant for it
 */
export function followHash(follow) {
  let last = "";
  const look = () => {
    if (location.hash !== last && follow(hashParameters())) last = location.hash;
  };
  addEventListener("hashchange", look);
  look();
}
