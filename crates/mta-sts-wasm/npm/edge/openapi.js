// The description of the check API in OpenAPI 3.1, whose schemas are JSON Schema 2020-12.
import { reportSchema } from "./report-schema.js";

/** @param {string} server where the API is mounted */
export function openApi(server) {
  const { $defs, $schema, $id, ...report } = reportSchema;
  return {
    openapi: "3.1.0",
    info: {
      title: "MTA-STS checks",
      version: "1",
      description: "Checks a domain's MTA-STS (RFC 8461) and TLSRPT record (RFC 8460). What could not be tested is `not-tested`: neither broken nor fine.",
      license: { name: "MIT OR Apache-2.0", identifier: "MIT OR Apache-2.0" },
    },
    servers: [{ url: server }],
    paths: {
      "/check": {
        get: {
          operationId: "check",
          summary: "Check a domain",
          parameters: [domain, format],
          responses: { 200: checked, 204: seen, ...refusals },
        },
      },
      "/badge": {
        get: {
          operationId: "badge",
          summary: "The verdict as an SVG badge",
          parameters: [domain],
          responses: { 200: { description: "The badge", content: { "image/svg+xml": { schema: { type: "string" } } } }, ...refusals },
        },
      },
    },
    components: { schemas: { Report: moved(report), ...moved($defs), Error: error } },
  };
}

const domain = {
  name: "domain",
  in: "query",
  required: true,
  description: "A public domain name; U-labels are converted.",
  schema: { type: "string", maxLength: 253 },
  example: "example.com",
};

const format = {
  name: "format",
  in: "query",
  description: "Instead of an `Accept` header: `ndjson` and `sse` stream the steps as they end.",
  schema: { enum: ["json", "ndjson", "sse"] },
};

const checked = {
  description: "The report, or its events as they come",
  content: {
    "application/json": { schema: { $ref: "#/components/schemas/Report" } },
    "application/x-ndjson": { schema: { type: "string", description: "A line for each event: `step-started`, `step-finished`, `finished`, or `error`" } },
    "text/event-stream": { schema: { type: "string", description: "The same events as server-sent events" } },
  },
};

const seen = { description: "To an `EventSource` that asks again for a check that it has seen to its end" };

const refused = { "application/json": { schema: { $ref: "#/components/schemas/Error" } } };

const refusals = {
  400: { description: "The query is wrong", content: refused },
  403: { description: "The page's origin is not served", content: refused },
  429: { description: "Too many requests", content: refused },
  503: { description: "The check did not come to its end", content: refused },
};

const error = {
  type: "object",
  required: ["error"],
  properties: {
    error: {
      type: "object",
      required: ["code", "message"],
      properties: { code: { type: "string" }, message: { type: "string" } },
    },
  },
};

/** A schema's references, from its own `$defs` to the document's components. */
function moved(schema) {
  return JSON.parse(JSON.stringify(schema).replaceAll('"#/$defs/', '"#/components/schemas/').replaceAll('"#"', '"#/components/schemas/Report"'));
}
