// When to go on, so that what the visitor sees and does goes first.

/** How long a frame is waited for, in milliseconds. */
const PATIENCE = 1000;

/** Until there is something to see. In a tab that is not shown nothing is painted, and nothing is in the way of it. */
export function painted() {
  if (document.visibilityState === "hidden") return Promise.resolve();
  return new Promise((done) => {
    // Between this callback and the next task is the painting.
    requestAnimationFrame(() => setTimeout(done));
    // A window behind others may count as shown and yet have no frame.
    setTimeout(done, PATIENCE);
  });
}

/** Until what waits has had its turn. */
export function nextTask() {
  return new Promise((done) => setTimeout(done));
}

/** Until nothing else is to be done; Safari does not tell. */
export function idle() {
  return new Promise((done) => (globalThis.requestIdleCallback ?? setTimeout)(done));
}
