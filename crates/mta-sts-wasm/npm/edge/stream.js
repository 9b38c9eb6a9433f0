// A check's events as they come: a line of JSON each, or server-sent events.
import { MtaStsError } from "mta-sts";

import { streamed } from "./answer.js";

/** How each format writes an event. */
const FORMATS = {
  ndjson: ["application/x-ndjson", (event) => `${JSON.stringify(event)}\n`],
  sse: ["text/event-stream", (event) => `event: ${event.event}\ndata: ${JSON.stringify(event)}\n\n`],
};

/**
 * @param {AsyncIterable<object>} events ends with the last one, or throws
 * @param {"ndjson" | "sse"} format
 */
export function stream(events, format, headers) {
  const [type, write] = FORMATS[format];
  const encoder = new TextEncoder();
  const iterator = events[Symbol.asyncIterator]();
  const body = new ReadableStream({
    async pull(controller) {
      try {
        const { done, value } = await iterator.next();
        if (done) controller.close();
        else controller.enqueue(encoder.encode(write(value)));
      } catch (error) {
        if (!(error instanceof MtaStsError)) throw error;
        // The head is sent; the fault goes where the reader looks.
        const { code, message } = error;
        controller.enqueue(encoder.encode(write({ event: "error", error: { code, message } })));
        controller.close();
      }
    },
    // A reader that goes away ends the check.
    cancel: () => iterator.return().then(() => {}),
  });
  return streamed(body, { ...headers, "content-type": `${type}; charset=utf-8`, "cache-control": "no-store" });
}
