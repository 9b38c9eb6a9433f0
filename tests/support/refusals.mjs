// What a page's Content Security Policy has to refuse.

/**
 * Runs in the page and tries what must not work.
 *
 * @returns {Promise<Record<string, "refused" | "worked">>}
 */
export async function refusals() {
  // What drives the browser lifts the ban on eval for the turn in which it calls this.
  await new Promise((done) => setTimeout(done));
  const seen = {};
  // A violation is told in a task of its own: a refusal is waited for until it is there, what works tells so itself.
  const attempt = (name, directive, deed) =>
    new Promise((done) => {
      const end = (outcome) => {
        removeEventListener("securitypolicyviolation", violated);
        seen[name] = outcome;
        done(undefined);
      };
      const violated = ({ effectiveDirective }) => directive.includes(effectiveDirective) && end("refused");
      addEventListener("securitypolicyviolation", violated);
      try {
        deed(() => end("worked"));
      } catch (error) {
        if (!(error instanceof EvalError || error instanceof TypeError)) throw error;
      }
    });
  const put = (tag, attributes, text = "") => {
    const made = document.createElement(tag);
    for (const [attribute, value] of Object.entries(attributes)) made[attribute] = value;
    made.textContent = text;
    document.body.append(made);
    return made;
  };
  const script = ["script-src", "script-src-elem", "script-src-attr", "require-trusted-types-for"];
  globalThis.ran = () => {};
  await attempt("eval", script, (worked) => {
    if ((0, eval)("1") === 1) worked();
  });
  await attempt("inline script", script, (worked) => {
    globalThis.ran = worked;
    put("script", {}, "globalThis.ran()");
  });
  await attempt("inline handler", script, (worked) => {
    globalThis.ran = worked;
    const button = put("button", {});
    button.setAttribute("onclick", "globalThis.ran()");
    button.click();
  });
  await attempt("inline style", ["style-src", "style-src-elem"], (worked) => {
    put("style", {}, "body { --styled: 1 }");
    if (getComputedStyle(document.body).getPropertyValue("--styled") !== "") worked();
  });
  await attempt("script of another origin", script, (onload) => put("script", { src: "https://relay.test/x.js", onload }));
  await attempt("image of another origin", ["img-src"], (onload) => put("img", { src: "https://relay.test/x.png", onload }));
  await attempt("request without encryption", ["connect-src"], (worked) => void fetch("http://relay.test/").then(worked, () => {}));
  await attempt("frame", ["frame-src", "child-src", "default-src"], (onload) => put("iframe", { src: "https://relay.test/", onload }));
  await attempt("base", ["base-uri"], (worked) => {
    put("base", { href: "https://relay.test/" });
    if (document.baseURI.startsWith("https://relay.test/")) worked();
  });
  return seen;
}
