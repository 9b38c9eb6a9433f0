// Texts on their way into the module, written straight into a buffer of its memory, and numbers on their way out.
import { exports } from "./module.js";

/** Up to this length a loop is faster than TextEncoder's fixed cost. */
const SHORT = 64;

const encoder = new TextEncoder();

/** The module's buffer and its whole memory; both become empty when the memory grows, and are renewed. */
let bytes = new Uint8Array(0);
let memory = new Uint32Array(0);

/**
 * Writes a text as UTF-8 to the start of the module's buffer.
 *
 * @param {string} text
 * @returns {number} its length in bytes
 */
export function write(text) {
  const { length } = text;
  if (bytes.length < length) reserve(length);
  if (length > SHORT) return encode(text);
  for (let at = 0; at < length; at++) {
    const unit = text.charCodeAt(at);
    if (unit > 0x7f) return encode(text);
    bytes[at] = unit;
  }
  return length;
}

/** The module's memory as words; an address is four times its index. */
export function words() {
  if (memory.length === 0) memory = new Uint32Array(exports().memory.buffer);
  return memory;
}

function encode(text) {
  const { read, written } = encoder.encodeInto(text, bytes);
  if (read === text.length) return written;
  // A UTF-16 code unit has at most three bytes in UTF-8.
  reserve(text.length * 3);
  return encoder.encodeInto(text, bytes).written;
}

function reserve(size) {
  const module = exports();
  const address = module.leanBuffer(size);
  bytes = new Uint8Array(module.memory.buffer, address, size);
}
