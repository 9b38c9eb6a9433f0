// The words of the planner.
import { count } from "./common.js";

export const MODES = [
  ["", "as today (a first policy: testing)"],
  ["testing", "testing"],
  ["enforce", "enforce"],
  ["none", "none"],
];

export const WANTED = [
  ["policy", "Have a policy"],
  ["removed", "Remove MTA-STS"],
];

export const SAY = {
  today: "Today",
  wanted: "Wanted",
  domain: "Domain",
  beginning: "First step on (UTC)",
  policy: "Policy, if there is one",
  id: "id in its TXT record",
  mxHosts: "MX hosts, one a line",
  earlier: "An earlier policy that caches may still hold",
  earlierPolicy: "The one whose max_age ends last",
  earlierUntil: "Last served on (UTC)",
  ttls: "TTLs of the DNS records, in seconds",
  recordTtl: "TTL of the TXT record",
  mxTtl: "TTL of the MX records",
  hostTtl: "TTL of the Policy Host",
  what: "What to reach",
  mode: "Mode",
  maxAge: "max_age in seconds",
  toMxHosts: "All MX hosts, one a line",
  policyHost: "CNAME target of the Policy Host",
  unchanged: "as today",
  make: "Plan",
  hint: "Planned on this machine: nothing is sent anywhere. Empty TTLs count as a day.",
  notDate: "The date of the first step is missing.",
  notSeconds: (name) => `${name}: write a whole number of seconds.`,
  earlierHalf: "An earlier policy needs its text and the day on which it was last served.",
  idMissing: "Today's policy needs its id: it stands in the TXT record at _mta-sts.",
  impossible: "There is no plan for this: see why below.",
  nothing: "There is nothing to do: what is published is what is wanted.",
  steps: (number, usual, certain) =>
    `${number === 1 ? "One step" : `${number} steps`}: done on ${usual === certain ? usual : `${usual} for Senders whose DNS and HTTPS work, on ${certain} for certain`}.`,
  times: "Take each step no earlier than its time; one taken later moves all that follow by as much. The usual time is safe for Senders whose DNS and HTTPS work; the certain time is safe for every Sender, also one that missed each change.",
  picture: (points, end) => `The steps by date, as safe for every Sender: ${points.join("; ")}; done on ${end}.`,
  pictured: (numbers, day) => `${numbers.length === 1 ? "step" : "steps"} ${numbers.join(", ")} on ${day}`,
  days: (number) => count(number, "day"),
  from: "Not before",
  until: "Until",
  usual: "usually",
  certain: "for certain",
  why: "Why",
  ifSwapped: "If swapped with the step above",
  policyText: "Policy to serve",
  recordText: (name) => `TXT record at ${name}`,
  saveChecklist: "Save as checklist",
  saveCalendar: "Save as calendar (.ics)",
  checklist: (domain) => `Plan for ${domain}`,
  event: (number, domain) => `MTA-STS of ${domain}, step ${number}`,
};

/** Two versions of a policy held against each other. */
export const COMPARE = {
  title: "Compare two versions of a policy",
  hint: "What a change means for Senders that still have the old policy in their caches. Compared on this machine: nothing is sent anywhere.",
  before: "Policy as it was",
  after: "Policy as it is to be",
  beforeId: "id as it was (optional)",
  afterId: "id as it is to be (optional)",
  hosts: "MX hosts of today, one a line (optional)",
  make: "Compare",
  bothIds: "Give both ids, or none: then they are taken to differ.",
  missing: "Give both versions.",
  same: "Nothing changed.",
  outcomes: {
    fail: "This change would do harm",
    warn: "This change needs care",
    pass: "Nothing speaks against this change",
  },
  changes: "What changed",
};
