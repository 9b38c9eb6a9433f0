/** The sentence of something thrown. @param {unknown} error */
export function reason(error) {
  return error instanceof Error ? error.message : String(error);
}
