/** An error as Node's own are: what went wrong, by its `code`. */
export function fault(code, message) {
  return Object.assign(new Error(message), { code });
}
