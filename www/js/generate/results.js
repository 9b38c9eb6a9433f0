// What was generated: each text to copy and to save.
import { copyable, element, prose } from "../dom.js";
import { save } from "../files.js";
import { findingsPart } from "../finding.js";
import { SAY, SERVERS } from "../words/generate.js";

/**
 * @param {import("../../pkg/index.d.ts").Generated} generated
 * @returns {Node[]}
 */
export function resultsOf({ policy, record, tlsrpt, zone, curl, hosting, findings }) {
  const domain = record.name.replace("_mta-sts.", "");
  return [
    ...findingsPart(findings),
    element("p", {}, SAY.order),
    part("policy", SAY.policy, SAY.policyAt(`mta-sts.${domain}`), policy, "mta-sts.txt"),
    part("record", SAY.record, SAY.recordAt(record.name), record.content, "mta-sts-record.txt"),
    ...(tlsrpt ? [part("tlsrpt", SAY.tlsrpt, SAY.recordAt(tlsrpt.name), tlsrpt.content, "tlsrpt-record.txt")] : []),
    part("zone", SAY.zone, null, zone, `${domain}.zone`),
    part("curl", SAY.curl, null, curl, "look.sh"),
    element("h3", { class: "part" }, SAY.hosting),
    ...hosting.map(server),
  ];
}

function part(name, title, sentence, text, file) {
  return element(
    "section",
    { "data-part": name },
    element("h3", { class: "part" }, title),
    sentence === null ? null : element("p", { class: "quiet-text" }, sentence),
    copyable(text, title),
    saving(text, file),
  );
}

/** @param {import("../../pkg/index.d.ts").Hosting} hosting */
function server({ server, policyPath, configPath, config, note }) {
  const title = SERVERS[server] ?? server;
  return element(
    "details",
    { "data-part": server, class: "card served" },
    element("summary", {}, title),
    policyPath === null ? null : element("p", { class: "quiet-text" }, SAY.policyPath(policyPath)),
    element("p", {}, element("code", {}, configPath)),
    copyable(config, title),
    saving(config, configPath.split("/").at(-1) ?? server),
    element("p", { class: "hint" }, ...prose(note)),
  );
}

function saving(text, file) {
  const button = element("button", { type: "button", class: "small", "aria-label": SAY.saveAs(file) }, SAY.save);
  button.addEventListener("click", () => save(file, text, "text/plain"));
  return element("div", { class: "actions" }, button, element("code", {}, file));
}
