// Reads the inputs of vectors from standard input and writes what was read, for `cargo xtask vectors`.
// Argument: `wasm` for the module with nothing but its own glue, `npm` for the package by its name.
import { readFileSync } from "node:fs";
import { text } from "node:stream/consumers";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const host = process.argv[2];
const library = await (host === "wasm" ? loadGlue(process.env.MTA_STS_WASM_PACK) : import("mta-sts"));
const inputs = JSON.parse(await text(process.stdin));
process.stdout.write(JSON.stringify(inputs.map(read)));

async function loadGlue(folder) {
  const glue = await import(pathToFileURL(join(folder, "mta_sts_wasm.js")).href);
  glue.initSync({ module: readFileSync(join(folder, "mta_sts_wasm_bg.wasm")) });
  return glue;
}

function read({ kind, input }) {
  switch (kind) {
    case "txt":
      return reading(library.parseRecord(input), (record) => [record.id]);
    case "tlsrpt-record":
      return reading(library.parseTlsrptRecord(input), (record) => [record.rua.join(",")]);
    case "policy":
      return reading(library.parsePolicy(input), ({ mode, maxAge, mx }) => [
        mode,
        String(maxAge),
        ...(mx.length > 0 ? [mx.join(",")] : []),
      ]);
    case "mx":
      return { usable: library.matchMx([input[0]], input[1]).matches };
    default:
      throw new Error(`kind ${kind} is not known`);
  }
}

function reading({ value, salvaged, findings }, values) {
  return {
    usable: value !== null,
    salvaged: salvaged !== null,
    values: value === null ? [] : values(value),
    codes: findings.map((finding) => finding.code),
    warned: findings.some((finding) => finding.severity === "warning"),
    failed: findings.some((finding) => finding.severity === "error"),
  };
}
