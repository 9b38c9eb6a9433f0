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
