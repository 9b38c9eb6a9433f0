// "Paste a policy": judged at each keystroke, without any network.
import { parsePolicy } from "../../pkg/first/lib/parse.js";
import { coverageAdvice } from "../coverage.js";
import { byId, copyText, element, visible } from "../dom.js";
import { acceptDrops, textOf } from "../files.js";
import { reason } from "../reason.js";
import { followHash, linkTo } from "../route.js";
import { EXAMPLE, SAY } from "../words/paste.js";
import { apply, initEditor } from "./editor.js";
import { showFindings } from "./findings.js";
import { form } from "./form.js";
import { hint, initHints } from "./hints.js";
import { hostsOf, hostsView } from "./hosts.js";
import { mendedView, tooLongView, verdictView } from "./judgement.js";
import { recordViews, recordsOf } from "./records.js";
import { decorate } from "./sheet.js";

/** The fields of this mode, by the names that a link has for them. */
const FIELDS = ["policy", "txt", "tlsrpt", "hosts"];

/** RFC 8461 3.3: the length that Senders are advised to read at most; no more is judged. */
const MAX_POLICY = 65_536;

/** Milliseconds without a keystroke that are a pause. */
const PAUSE = 300;

/** @param {HTMLElement} mount */
export function start(mount) {
  const link = () => linkTo("paste", Object.fromEntries(FIELDS.map((id) => [id, byId(id).value])));
  mount.append(form({ example: () => fill(EXAMPLE), link: copyText(SAY.link, link, { class: "small", id: "paste-link" }) }));
  byId("judgement").append(...Object.values(parts));
  initEditor(judge);
  initHints();
  for (const id of ["txt", "tlsrpt", "hosts"]) byId(id).addEventListener("input", judge);
  acceptDrops(byId("paste-mode"), openFile);
  followHash((hash) => {
    if (!hash.has("paste") || !FIELDS.some((id) => hash.has(id))) return false;
    fill(Object.fromEntries(FIELDS.map((id) => [id, hash.get(id) ?? ""])));
    return true;
  });
  judge();
}

/** @param {File[]} files */
async function openFile(files) {
  try {
    const policy = await textOf(files[0]);
    fill({ policy, txt: byId("txt").value, tlsrpt: byId("tlsrpt").value, hosts: byId("hosts").value });
  } catch (error) {
    byId("at-caret").replaceChildren(...visible(reason(error)));
  }
}

/** @param {{ policy?: string, txt?: string, tlsrpt?: string, hosts?: string }} inputs */
export function fill({ policy = "", txt = "", tlsrpt = "", hosts = "" }) {
  byId("txt").value = txt;
  byId("tlsrpt").value = tlsrpt;
  byId("hosts").value = hosts;
  // As if typed, so that undo brings back what stood there.
  apply([{ start: 0, end: byId("policy").value.length, replacement: policy }]);
  judge();
}

function judge() {
  const whole = byId("policy").value;
  const text = whole.slice(0, MAX_POLICY);
  const hosts = hostsOf(byId("hosts").value);
  const records = recordViews({ sts: byId("txt").value, tlsrpt: byId("tlsrpt").value });
  const parsed = text === "" ? NOTHING : parsePolicy(text);
  decorate(whole, parsed.findings);
  hint(parsed.findings);
  const verdict = text === "" ? element("p", { class: "hint" }, SAY.start) : whole === text ? verdictView(parsed) : tooLongView();
  parts.verdict.replaceChildren(verdict);
  showFindings(parts.findings, parsed);
  parts.hosts.replaceChildren(...(text === "" ? [] : hostsView(hosts, parsed.value ?? parsed.salvaged)));
  parts.records.replaceChildren(...records);
  clearTimeout(pausing);
  if (text === "") {
    parts.mended.replaceChildren();
    parts.advice.replaceChildren();
    parts.senders.replaceChildren();
  } else {
    pausing = setTimeout(() => elaborate(text, hosts, parsed, whole === text), PAUSE);
  }
  announce(text === "" ? "" : (verdict.textContent ?? ""));
}

/** An empty editor has no findings, and nothing to mend. */
const NOTHING = { value: null, salvaged: null, findings: [], source: "" };

/** What is said stands in parts, each of which changes on its own. */
const parts = {
  verdict: element("div"),
  findings: element("div"),
  mended: element("div"),
  hosts: element("div"),
  advice: element("div"),
  records: element("div"),
  senders: element("div", { id: "senders" }),
};

let pausing;

/** What takes a moment is told once the typing pauses: the corrected file, advice on patterns, and what Senders would do. */
async function elaborate(text, hosts, { value, salvaged }, complete) {
  parts.mended.replaceChildren(...(complete ? mendedView(text) : []));
  const { prepare, sendersView } = await import("../senders/view.js");
  await prepare();
  parts.advice.replaceChildren(...coverageAdvice((value ?? salvaged)?.mx ?? [], hosts));
  const records = recordsOf(byId("txt").value);
  parts.senders.replaceChildren(sendersView(text, hosts, records.length === 0 ? undefined : records));
}

let announcing;

/** For screen readers: the verdict, once the typing pauses. */
function announce(text) {
  clearTimeout(announcing);
  announcing = setTimeout(() => (byId("judged").textContent = text), 2 * PAUSE);
}
