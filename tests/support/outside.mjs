// A world outside for handlers under load: DNS over HTTPS and policies of any number of domains, without waiting.

const TYPES = { a: 1, mx: 15, txt: 16 };
const CLASS_IN = 1;

/** What a domain serves; where its name begins with an `x`, a policy that no Sender takes. */
export function policyOf(domain) {
  const mode = domain.startsWith("x") ? "Enforce" : "enforce";
  return `version: STSv1\r\nmode: ${mode}\r\nmx: mx.${domain}\r\nmax_age: 604800\r\n`;
}

/**
 * Answers a GET: a policy, or a DNS message (RFC 8484).
 *
 * @param {string} url
 * @returns {{ type: string, body: string | Buffer }}
 */
export function answerOutside(url) {
  const { hostname, searchParams } = new URL(url);
  const query = searchParams.get("dns");
  if (query !== null) return { type: "application/dns-message", body: resolved(Buffer.from(query, "base64url")) };
  return { type: "text/plain", body: policyOf(hostname.replace("mta-sts.", "")) };
}

/** The same as a `fetch`. */
export async function fetchOutside(url) {
  const { type, body } = answerOutside(url);
  return new Response(body, { headers: { "content-type": type } });
}

/** A DNS message that answers a query (RFC 1035 4.1). */
function resolved(query) {
  const labels = [];
  let at = 12;
  for (; query[at] !== 0; at += 1 + query[at]) labels.push(query.toString("latin1", at + 1, at + 1 + query[at]));
  const question = query.subarray(12, at + 5);
  const data = records(labels.join("."), query.readUInt16BE(at + 1));
  const header = Buffer.from(query.subarray(0, 12));
  // A response with recursion, one question, so many answers.
  [0x8180, 1, data.length, 0, 0].forEach((word, index) => header.writeUInt16BE(word, 2 + 2 * index));
  const answers = data.map((bytes) => {
    const head = Buffer.from([0xc0, 12, 0, query[at + 2], 0, CLASS_IN, 0, 0, 0, 60, 0, 0]);
    head.writeUInt16BE(bytes.length, 10);
    return Buffer.concat([head, bytes]);
  });
  return Buffer.concat([header, question, ...answers]);
}

function records(name, type) {
  const text = (value) => [Buffer.from(`${String.fromCharCode(value.length)}${value}`, "latin1")];
  if (type === TYPES.mx) return [Buffer.concat([Buffer.from([0, 10]), wireName(`mx.${name}`)])];
  if (type === TYPES.a) return [Buffer.from([8, 8, 8, 8])];
  if (type !== TYPES.txt) return [];
  if (name.startsWith("_mta-sts.")) return text("v=STSv1; id=1;");
  if (name.startsWith("_smtp._tls.")) return text("v=TLSRPTv1; rua=mailto:a@example.com");
  return text(name.startsWith("_dmarc.") ? "v=DMARC1; p=none" : "v=spf1 -all");
}

function wireName(name) {
  return Buffer.concat([...name.split(".").map((label) => Buffer.from(`${String.fromCharCode(label.length)}${label}`, "latin1")), Buffer.from([0])]);
}
