// "Paste a policy": judged at each keystroke, without any network.
import { parsePolicy } from "../../pkg/first/lib/parse.js";
import { coverageAdvice } from "../coverage.js";
import { byId, copyText, element } from "../dom.js";
import { acceptDrops, textOf } from "../files.js";
import { reason } from "../reason.js";
import { followHash, linkTo } from "../route.js";
import { EXAMPLE, SAY } from "../words/paste.js";
import { Findings } from "./findings.js";
import { editors, form } from "./form.js";
import { heldAgainst, hostsOf } from "./hosts.js";
import { mendedView, tooLongView, verdictView } from "./judgement.js";
import { RecordPart, recordsOf } from "./records.js";

/** RFC 8461 3.3: the length that Senders are advised to read at most; no more is judged. */
const MAX_POLICY = 65_536;

/** Milliseconds without a keystroke that are a pause. */
const PAUSE = 300;

const fields = editors(judge);
const names = Object.keys(fields);

/** What is said stands in parts, each of which changes on its own. */
const verdict = element("div");
const findings = new Findings(fields.policy);
const mended = element("div");
const hostsPart = element("div");
const advice = element("div");
const records = [new RecordPart("txt", fields.txt), new RecordPart("tlsrpt", fields.tlsrpt)];
const senders = element("div", { id: "senders" });

/** @param {HTMLElement} mount */
export function start(mount) {
  const link = () => linkTo("paste", Object.fromEntries(names.map((name) => [name, fields[name].value])));
  const actions = { example: () => fill(EXAMPLE), link: copyText(SAY.link, link, { class: "small", id: "paste-link" }) };
  mount.append(form(fields, actions, [verdict, findings.view, mended, hostsPart, advice, ...records.map(({ view }) => view), senders]));
  acceptDrops(byId("paste-mode"), openFile);
  followHash((hash) => {
    if (!hash.has("paste") || !names.some((name) => hash.has(name))) return false;
    fill(Object.fromEntries(names.map((name) => [name, hash.get(name) ?? ""])));
    return true;
  });
  judge();
}

/** @param {File[]} files */
async function openFile(files) {
  try {
    fields.policy.fill(await textOf(files[0]));
  } catch (error) {
    fields.policy.say(reason(error));
  }
}

/** The policy comes last, and keeps the focus. @param {{ policy?: string, txt?: string, tlsrpt?: string, hosts?: string }} inputs */
export function fill({ policy = "", txt = "", tlsrpt = "", hosts = "" }) {
  for (const [name, text] of Object.entries({ hosts, tlsrpt, txt, policy })) fields[name].fill(text);
  judge();
}

function judge() {
  const whole = fields.policy.value;
  const text = whole.slice(0, MAX_POLICY);
  const parsed = text === "" ? NOTHING : parsePolicy(text);
  fields.policy.show(parsed.findings);
  const said = text === "" ? element("p", { class: "hint" }, SAY.start) : whole === text ? verdictView(parsed, findings) : tooLongView();
  if (!verdict.firstElementChild?.isEqualNode(said)) verdict.replaceChildren(said);
  findings.show(parsed);
  const hosts = hostsOf(fields.hosts.value);
  const held = text === "" ? heldAgainst([], null) : heldAgainst(hosts, parsed.value ?? parsed.salvaged);
  fields.hosts.show(held.findings);
  hostsPart.replaceChildren(...held.views);
  for (const record of records) record.judge();
  clearTimeout(pausing);
  if (text === "") {
    for (const part of [mended, advice, senders]) part.replaceChildren();
  } else {
    pausing = setTimeout(() => elaborate(text, hosts.map(({ host }) => host), parsed, whole === text), PAUSE);
  }
  announce(text === "" ? "" : (said.textContent ?? ""));
}

/** An empty editor has no findings, and nothing to mend. */
const NOTHING = { value: null, salvaged: null, findings: [], source: "" };

let pausing;

/** What takes a moment is told once the typing pauses: the corrected file, advice on patterns, and what Senders would do. */
async function elaborate(text, hosts, { value, salvaged }, complete) {
  mended.replaceChildren(...(complete ? mendedView(text) : []));
  const { prepare, sendersView } = await import("../senders/view.js");
  await prepare();
  advice.replaceChildren(...coverageAdvice((value ?? salvaged)?.mx ?? [], hosts));
  const known = recordsOf(fields.txt.value);
  senders.replaceChildren(sendersView(text, hosts, known.length === 0 ? undefined : known));
}

let announcing;

/** For screen readers: the verdict, once the typing pauses. */
function announce(text) {
  clearTimeout(announcing);
  announcing = setTimeout(() => (byId("judged").textContent = text), 2 * PAUSE);
}
