// What the page forbids itself: its Content Security Policy and Trusted Types are in force, not only written down.
import assert from "node:assert/strict";
import { test } from "node:test";

import { openPage } from "../support/browser.mjs";
import { refusals } from "../support/refusals.mjs";
import { stage } from "../support/stage.mjs";

const at = stage();

test("scripts in the page, eval, other origins and frames are refused", async () => {
  const { page, close } = await openPage(at.browser);
  assert.deepEqual(await page.evaluate(refusals), {
    eval: "refused",
    "inline script": "refused",
    "inline handler": "refused",
    "inline style": "refused",
    "script of another origin": "refused",
    "image of another origin": "refused",
    "request without encryption": "refused",
    frame: "refused",
    base: "refused",
  });
  await close();
});

test("no sink takes a text for markup or for a script, and no second policy can be made", async () => {
  const { page, close } = await openPage(at.browser);
  const took = await page.evaluate(() => {
    const deeds = {
      innerHTML: () => (document.createElement("p").innerHTML = "<b>x</b>"),
      outerHTML: () => (document.querySelector("footer p").outerHTML = "<b>x</b>"),
      insertAdjacentHTML: () => document.body.insertAdjacentHTML("beforeend", "<b>x</b>"),
      "document.write": () => document.write("<b>x</b>"),
      DOMParser: () => new DOMParser().parseFromString("<b>x</b>", "text/html"),
      "script.src": () => (document.createElement("script").src = "js/main.js"),
      "script.text": () => (document.createElement("script").text = "1"),
      onclick: () => document.body.setAttribute("onclick", "1"),
      Worker: () => new Worker("js/reports/worker.js"),
      createPolicy: () => globalThis.trustedTypes.createPolicy("another", { createHTML: (text) => text }),
      "the page's own policy again": () => globalThis.trustedTypes.createPolicy("reports", { createHTML: (text) => text }),
    };
    return Object.keys(deeds).filter((name) => {
      try {
        deeds[name]();
        return true;
      } catch (error) {
        return !(error instanceof TypeError);
      }
    });
  });
  assert.deepEqual(took, []);
  await close();
});
