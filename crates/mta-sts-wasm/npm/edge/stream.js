// A check's events as they come: a line of JSON each, or server-sent events.
import { MtaStsError } from "mta-sts";

import { streamed } from "./answer.js";

/** The id of the last server-sent event. A browser that has seen it asks once more, for there might be others. */
const LAST = "last";

/** How each format writes an event. */
const FORMATS = {
  ndjson: ["application/x-ndjson", (event) => `${JSON.stringify(event)}\n`],
  sse: [
    "text/event-stream",
    (event) => `event: ${event.event}\ndata: ${JSON.stringify(event)}\n${isLast(event) ? `id: ${LAST}\n` : ""}\n`,
  ],
};

/** Whether an EventSource asks again for a check that it has seen to its end. */
export function isSeen(request) {
  return request.headers.get("last-event-id") === LAST;
}

/** No content: an EventSource asks no further. */
export function nothingMore(headers) {
  return new Response(null, { status: 204, headers: { ...headers, "cache-control": "no-store" } });
}

/** The head of such a stream. */
export function streamHead(format, headers) {
  return streamed(null, headersOf(format, headers));
}

function headersOf(format, headers) {
  return { ...headers, "content-type": `${FORMATS[format][0]}; charset=utf-8`, "cache-control": "no-store" };
}

function isLast({ event }) {
  return event === "finished" || event === "error";
}

/**
 * @param {(signal: AbortSignal) => AsyncIterable<object>} start events, of which the last one ends them, or a throw; the
 *   signal says that nobody reads them any more
 * @param {"ndjson" | "sse"} format
 */
export function stream(start, format, headers) {
  const [, write] = FORMATS[format];
  const encoder = new TextEncoder();
  const leaving = new AbortController();
  const iterator = start(leaving.signal)[Symbol.asyncIterator]();
  const body = new ReadableStream({
    async pull(controller) {
      try {
        const { done, value } = await iterator.next();
        if (done) controller.close();
        else controller.enqueue(encoder.encode(write(value)));
      } catch (error) {
        if (leaving.signal.aborted) return;
        if (!(error instanceof MtaStsError)) throw error;
        // The head is sent; the fault goes where the reader looks.
        const { code, message } = error;
        controller.enqueue(encoder.encode(write({ event: "error", error: { code, message } })));
        controller.close();
      }
    },
    // A reader that goes away ends the check. `iterator.return()` would wait for the event that is read just now.
    cancel: () => leaving.abort(),
  });
  return streamed(body, headersOf(format, headers));
}
