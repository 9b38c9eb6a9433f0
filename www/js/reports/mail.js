// RFC 8460 5.3: the parts of a mail message that hold reports. What counts is what the core's reader of mail messages takes, too.

/** How deep parts are looked for in parts. */
const MAX_DEPTH = 10;
const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;
const REPORT_TYPES = ["application/tlsrpt+gzip", "application/tlsrpt+json"];

/** @typedef {{ type: string, boundary: string, name: string, encoding: string, start: number }} Head */

/** For what is ASCII: header fields and encoded bodies. */
const ascii = new TextDecoder("latin1");

/** RFC 5322 2.2: a field's name, then a colon. */
const FIELD = /^[A-Za-z][!-9;-~]*:/;

/** RFC 4155, appendix A: how the line before a message of an mbox ends. */
const DATE = / [A-Z][a-z]{2} [A-Z][a-z]{2} +\d{1,2} +\d\d:\d\d:\d\d +\d{4}\s*$/;

/**
 * The messages of a file: one, or those of an mbox (RFC 4155), without the lines before them.
 *
 * @param {Uint8Array} bytes
 * @returns {Uint8Array[] | null} `null` where this is no mail
 */
export function messages(bytes) {
  if (FIELD.test(opening(bytes, 0))) return [bytes];
  if (!opening(bytes, 0).startsWith("From ")) return null;
  const starts = [lineEnd(bytes, 0)];
  const ends = [];
  for (let start = starts[0]; start < bytes.length; start = lineEnd(bytes, start)) {
    // An F; most lines begin with something else.
    if (bytes[start] !== 70 || !opening(bytes, start).startsWith("From ")) continue;
    const next = lineEnd(bytes, start);
    // Not every program quotes the lines of a text that begin with the word.
    if (!DATE.test(ascii.decode(bytes.subarray(start, next))) && !FIELD.test(opening(bytes, next))) continue;
    ends.push(start);
    starts.push(next);
  }
  return starts.map((start, index) => bytes.subarray(start, ends[index]));
}

/** @param {Uint8Array} bytes @param {number} start */
function opening(bytes, start) {
  return ascii.decode(bytes.subarray(start, start + 1000));
}

/**
 * The contents of the parts with reports, transfer encoding undone.
 *
 * @param {Uint8Array} message
 * @returns {Uint8Array[]}
 */
export function reportParts(message) {
  return collect(message, MAX_DEPTH);
}

/** @param {Uint8Array} entity header fields and body @param {number} depth @returns {Uint8Array[]} */
function collect(entity, depth) {
  const head = headOf(entity);
  const body = entity.subarray(head.start);
  if (depth > 0 && head.type.startsWith("multipart/") && head.boundary !== "") {
    return bodyParts(body, head.boundary).flatMap((part) => collect(part, depth - 1));
  }
  const content = decoded(body, head.encoding);
  if (depth > 0 && head.type === "message/rfc822") return collect(content, depth - 1);
  return holdsReport(head, content) ? [content] : [];
}

/** By media type; Senders that use another one are known by content or name. @param {Head} head @param {Uint8Array} content */
function holdsReport({ type, name }, content) {
  if (REPORT_TYPES.includes(type)) return true;
  const gzip = content[0] === 0x1f && content[1] === 0x8b;
  const json = /^\s*\{/.test(ascii.decode(content.subarray(0, 1000)));
  return gzip || json || /\.(json|zip)$/.test(name);
}

/** @param {Uint8Array} entity @returns {Head} */
function headOf(entity) {
  let start = 0;
  // RFC 5322 2.1: the body begins behind the first empty line.
  while (start < entity.length && !isEmptyLine(entity, start)) start = lineEnd(entity, start);
  const lines = ascii.decode(entity.subarray(0, start)).replace(/\r?\n(?=[ \t])/g, "").split(/\r?\n/);
  const field = (name) => lines.find((line) => line.toLowerCase().startsWith(`${name}:`))?.slice(name.length + 1) ?? "";
  const type = field("content-type");
  return {
    type: type.split(";")[0].trim().toLowerCase(),
    boundary: parameter(type, "boundary"),
    name: (parameter(field("content-disposition"), "filename") || parameter(type, "name")).toLowerCase(),
    encoding: field("content-transfer-encoding").trim().toLowerCase(),
    start: lineEnd(entity, start),
  };
}

/** A parameter of a field (RFC 2045 5.1); of one in pieces (RFC 2231 3), the last, which has the name's end. */
function parameter(field, name) {
  // Most parts have no such field, and making the expression costs more than all else about them.
  if (field === "") return "";
  const found = [...field.matchAll(new RegExp(`;\\s*${name}(?:\\*\\d*)*\\s*=\\s*(?:"((?:[^"\\\\]|\\\\.)*)"|([^\\s;]*))`, "gi"))].at(-1);
  return found?.[1]?.replace(/\\(.)/g, "$1") ?? found?.[2] ?? "";
}

/** RFC 2046 5.1.1: what stands between lines with the boundary. @param {Uint8Array} body @param {string} boundary */
function bodyParts(body, boundary) {
  const parts = [];
  const delimiter = [...`--${boundary}`].map((character) => character.charCodeAt(0));
  let from = -1;
  for (let start = 0; start < body.length; start = lineEnd(body, start)) {
    if (!delimiter.every((code, index) => body[start + index] === code)) continue;
    const after = ascii.decode(body.subarray(start + delimiter.length, lineEnd(body, start))).trimEnd();
    // Another boundary may begin with this one.
    if (after !== "" && after !== "--") continue;
    // The line end before the boundary belongs to it.
    if (from >= 0) parts.push(body.subarray(from, Math.max(from, start - (body[start - 2] === CARRIAGE_RETURN ? 2 : 1))));
    from = after === "" ? lineEnd(body, start) : -1;
    if (from < 0) break;
  }
  // Cut off: what is there is the last part.
  if (from >= 0) parts.push(body.subarray(from));
  return parts;
}

function isEmptyLine(bytes, start) {
  const at = bytes[start] === CARRIAGE_RETURN ? start + 1 : start;
  return bytes[at] === LINE_FEED;
}

/** Where the line that begins here ends, line feed included. @param {Uint8Array} bytes @param {number} start */
function lineEnd(bytes, start) {
  const end = bytes.indexOf(LINE_FEED, start);
  return end < 0 ? bytes.length : end + 1;
}

/** @param {Uint8Array} body @param {string} encoding RFC 2045 6.1 */
function decoded(body, encoding) {
  if (encoding === "base64") return base64(ascii.decode(body));
  return encoding === "quoted-printable" ? quotedPrintable(body) : body;
}

/** RFC 2045 6.8: what is not in the alphabet is passed over. @param {string} text */
function base64(text) {
  const letters = text.replace(/[^A-Za-z0-9+/]/g, "");
  // A single letter at the end is no byte.
  const whole = letters.length % 4 === 1 ? letters.slice(0, -1) : letters;
  return bytesOf(atob(whole));
}

/** RFC 2045 6.7. @param {Uint8Array} body */
function quotedPrintable(body) {
  const text = ascii.decode(body).replace(/=[ \t]*\r?\n/g, "");
  return bytesOf(text.replace(/=([0-9A-F]{2})/gi, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16))));
}

/** @param {string} characters each of them a byte */
function bytesOf(characters) {
  const bytes = new Uint8Array(characters.length);
  for (let index = 0; index < bytes.length; index += 1) bytes[index] = characters.charCodeAt(index);
  return bytes;
}
