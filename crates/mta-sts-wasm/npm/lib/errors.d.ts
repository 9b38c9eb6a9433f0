/**
 * What went wrong; these stay the same.
 *
 * - `invalid-domain`: a text that is no domain name, or one that a handler does not ask for
 * - `invalid-argument`: a value of the wrong kind, or one that cannot be meant; the message names it
 * - `invalid-resolver`: a resolver's URL that is neither `https:` nor on this machine
 * - `not-initialised`: the module is not loaded yet, `await init()` first; or it could not be loaded
 * - `report-too-large`, `report-unreadable`: a TLS report that cannot be unpacked
 * - `aborted`: the caller's signal has ended it
 */
export type MtaStsErrorCode =
  | "invalid-domain"
  | "invalid-argument"
  | "invalid-resolver"
  | "not-initialised"
  | "report-too-large"
  | "report-unreadable"
  | "aborted";

/** The one class of error that this package throws. */
export class MtaStsError extends Error {
  constructor(code: MtaStsErrorCode, message: string, options?: ErrorOptions);
  readonly name: "MtaStsError";
  readonly code: MtaStsErrorCode;
}
