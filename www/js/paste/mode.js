// "Paste a policy": judged at each keystroke, without any network.
import { parsePolicy } from "../../pkg/lib/parse.js";
import { byId, copyText, element, visible } from "../dom.js";
import { acceptDrops, textOf } from "../files.js";
import { reason } from "../reason.js";
import { followHash, linkTo } from "../route.js";
import { lineStarts } from "../text.js";
import { EXAMPLE, SAY } from "../words/paste.js";
import { apply, decorate, initEditor } from "./editor.js";
import { form } from "./form.js";
import { hint, initHints } from "./hints.js";
import { hostsOf, hostsView } from "./hosts.js";
import { findingViews, mendedView, tooLongView, verdictView } from "./judgement.js";
import { recordViews, recordsOf } from "./records.js";

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
  const view = byId("judgement");
  const records = recordViews({ sts: byId("txt").value, tlsrpt: byId("tlsrpt").value });
  if (text === "") {
    decorate("", []);
    hint([]);
    view.replaceChildren(element("p", { class: "hint" }, SAY.start), ...records);
    clearTimeout(asking);
    return;
  }
  const parsed = parsePolicy(text);
  decorate(text, parsed.findings, lineStarts(whole.slice(MAX_POLICY)).length - 1);
  hint(parsed.findings);
  const policy = parsed.value ?? parsed.salvaged;
  const hosts = hostsOf(byId("hosts").value);
  const judged = whole === text ? [verdictView(parsed), ...findingViews(parsed), ...mendedView(parsed)] : [tooLongView(), ...findingViews(parsed)];
  view.replaceChildren(...judged, ...hostsView(hosts, policy), ...records, senders);
  announce(view.querySelector(".verdict").textContent);
  askSenders(text, hosts);
}

/** Stays while the next view of Senders is made. */
const senders = element("div", { id: "senders" });
let asking;

/** What Senders would do takes a moment: it is told once the typing pauses. */
function askSenders(text, hosts) {
  clearTimeout(asking);
  asking = setTimeout(async () => {
    const { sendersView } = await import("../senders/view.js");
    const records = recordsOf(byId("txt").value);
    senders.replaceChildren(sendersView(text, hosts, records.length === 0 ? undefined : records));
  }, PAUSE);
}

let announcing;

/** For screen readers: the verdict, once the typing pauses. */
function announce(text) {
  clearTimeout(announcing);
  announcing = setTimeout(() => (byId("judged").textContent = text), 2 * PAUSE);
}
