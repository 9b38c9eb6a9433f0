/** The one class of error that this package throws; `code` is stable. */
export class MtaStsError extends Error {
  /**
   * @param {import("../index.js").MtaStsErrorCode} code
   * @param {string} message
   * @param {ErrorOptions} [options]
   */
  constructor(code, message, options) {
    super(message, options);
    this.name = "MtaStsError";
    this.code = code;
  }
}

/**
 * Gives an error that the module threw its class; leaves everybody else's alone.
 *
 * @param {unknown} error
 * @returns {unknown}
 */
export function classed(error) {
  const ours = error instanceof Error && !(error instanceof MtaStsError) && codes.has(error.code);
  return ours ? new MtaStsError(error.code, error.message, { cause: error }) : error;
}

const codes = new Set(["invalid-domain", "invalid-argument", "aborted"]);
