// The check API's description is valid OpenAPI, and its answers are as it says.
import assert from "node:assert/strict";
import { test } from "node:test";

import { Validator } from "@seriousme/openapi-schema-validator";
import Ajv from "ajv/dist/2020.js";
import { checkApi } from "mta-sts/edge";

import { fetchOutside } from "../support/outside.mjs";

const handler = checkApi({ fetch: fetchOutside, rateLimit: (request) => !request.headers.has("x-limited"), origins: [] });
const get = (path, headers = {}) => handler(new Request(`https://api.example.net${path}`, { headers }));
const description = await (await get("/openapi.json")).json();

test("the description is valid OpenAPI 3.1", async () => {
  const validator = new Validator();
  const { valid, errors } = await validator.validate(structuredClone(description));
  assert.equal(valid, true, JSON.stringify(errors));
  assert.equal(validator.version, "3.1");
});

test("what is answered is described", async () => {
  const ajv = new Ajv({ allErrors: true, strict: false });
  ajv.addSchema({ $id: "https://api.example.net/", ...description });
  for (const [path, headers, status] of [
    ["/check?domain=example.com", {}, 200],
    ["/check?domain=xample.com", {}, 200],
    ["/check?domain=localhost", {}, 400],
    ["/check?domain=example.com&format=xml", {}, 400],
    ["/check?domain=example.com", { origin: "https://evil.example" }, 403],
    ["/check?domain=example.com", { "x-limited": "1" }, 429],
    ["/check?domain=example.com&format=ndjson", {}, 200],
    ["/check?domain=example.com", { accept: "text/event-stream" }, 200],
    ["/check?domain=example.com", { accept: "text/event-stream", "last-event-id": "last" }, 204],
    ["/badge?domain=example.com", {}, 200],
    ["/badge", {}, 400],
  ]) {
    const response = await get(path, headers);
    const { pathname } = new URL(path, "https://x");
    const described = description.paths[pathname].get.responses[status];
    assert.equal(response.status, status, path);
    if (status === 204) {
      assert.deepEqual([described.content, response.body], [undefined, null]);
      continue;
    }
    const type = response.headers.get("content-type").split(";")[0];
    assert.ok(described.content[type], `${status} ${type}`);
    if (type !== "application/json") continue;
    const { $ref } = described.content[type].schema;
    const validate = ajv.compile({ $ref: `https://api.example.net/${$ref}` });
    assert.equal(validate(await response.json()), true, JSON.stringify(validate.errors));
  }
});
