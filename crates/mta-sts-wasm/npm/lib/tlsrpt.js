// TLS reports (RFC 8460 4), packed or not.
import * as wasm from "../mta_sts_wasm.js";
import { amount, argument, object, string, strings } from "./arguments.js";
import { MtaStsError } from "./errors.js";
import { worded } from "./findings.js";
import { call, loaded } from "./module.js";

const MAX_UNPACKED = 16 * 1024 * 1024;
/** Bytes unpacked at once; they become at most a thousand times as many. */
const PORTION = 4096;

export function parseReport(text) {
  return worded(call(wasm.parseReport, string(text, "parseReport(text): text")));
}

export function reportTotals(texts, domain) {
  const list = strings(texts, "reportTotals(texts, domain): texts");
  return call(wasm.reportTotals, list, domain === undefined ? undefined : string(domain, "reportTotals(texts, domain): domain"));
}

export async function readReport(bytes, options = {}) {
  const packed = view(bytes);
  const { limit = MAX_UNPACKED } = object(options, "readReport(bytes, options): options");
  amount(limit, "options.limit");
  await loaded();
  // RFC 1952 2.3.1: the two bytes that gzip begins with.
  const gzip = packed[0] === 0x1f && packed[1] === 0x8b;
  if (!gzip && packed.length > limit) throw new MtaStsError("report-too-large", `the report has more than ${limit} bytes`);
  return parseReport(new TextDecoder().decode(gzip ? await unpacked(packed, limit) : packed));
}

export async function packReport(text) {
  const stream = new Blob([string(text, "packReport(text): text")]).stream().pipeThrough(new CompressionStream("gzip"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

async function unpacked(packed, limit) {
  const chunks = [];
  let length = 0;
  try {
    for await (const chunk of chunksOf(portionsOf(packed).pipeThrough(new DecompressionStream("gzip")))) {
      length += chunk.length;
      if (length > limit) throw new MtaStsError("report-too-large", `the report unpacks to more than ${limit} bytes`);
      chunks.push(chunk);
    }
  } catch (error) {
    if (error instanceof MtaStsError) throw error;
    throw new MtaStsError("report-unreadable", "the report begins as gzip does, but cannot be unpacked", { cause: error });
  }
  return new Uint8Array(await new Blob(chunks).arrayBuffer());
}

/** What is handed over at once is unpacked as a whole, wanted or not, so little is handed over at once. */
function portionsOf(bytes) {
  let start = 0;
  return new ReadableStream({
    pull(controller) {
      if (start >= bytes.length) return controller.close();
      controller.enqueue(bytes.slice(start, start + PORTION));
      start += PORTION;
    },
  });
}

/** Not every runtime's streams are async iterables. */
async function* chunksOf(stream) {
  const reader = stream.getReader();
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) yield next.value;
  } finally {
    // Leaving early ends the unpacking; what the stream then says does not matter.
    reader.cancel().catch(() => {});
  }
}

function view(bytes) {
  if (bytes instanceof ArrayBuffer) return new Uint8Array(bytes);
  if (ArrayBuffer.isView(bytes)) return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  throw argument("readReport(bytes): bytes", "an ArrayBuffer or a view of one", bytes);
}
