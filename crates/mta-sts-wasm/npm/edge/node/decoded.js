// Bodies that come encoded (RFC 9110 8.4), asked for or not.
import { pipeline } from "node:stream";
import { createBrotliDecompress, createGunzip, createInflate } from "node:zlib";

import { fault } from "./fault.js";

/** One of them at a time: what is packed several times over can grow a thousandfold each time. */
const DECODERS = new Map(Object.entries({ gzip: createGunzip, "x-gzip": createGunzip, deflate: createInflate, br: createBrotliDecompress }));

/**
 * As the global `fetch` does it, but a body that is cut off is an error. It is decoded no faster than it is read.
 *
 * @param {import("node:http").IncomingMessage} message
 * @returns {import("node:stream").Readable} its body
 */
export function decoded(message) {
  const coding = (message.headers["content-encoding"] ?? "").trim().toLowerCase();
  if (coding === "" || coding === "identity") return message;
  const decoder = DECODERS.get(coding);
  if (decoder === undefined) throw fault("EBADMSG", `the body has the encoding ${JSON.stringify(coding)}, which was not asked for`);
  // Whoever reads sees the error.
  return pipeline(message, decoder(), () => {});
}
