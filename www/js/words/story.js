// How MTA-STS works, in words: what is published, what a Sender does, what an attacker can and cannot do.

/** Titles of the parts. */
export const SAY = {
  picture: "Who is asked, and what an attacker between can do",
  sender: "Sender",
  keeps: "keeps the policy until `max_age` has passed",
  way: "The way of a message",
  modes: "Three modes",
  modesHeads: ["Mode", "When an MX host fails", "Reported"],
  cache: "What caches remember",
  attacker: "An attacker on the wire",
  cannot: "cannot",
  can: "can",
};

/** The picture: whom the Sender asks for what, how safe the answer is on its way, and why that is enough. */
export const LANES = [
  ["DNS", "Is there a policy? Has it changed?", "warn", "Can be forged or blocked", "A policy in the cache holds all the same."],
  ["Policy Host", "What is the policy? (HTTPS)", "pass", "Cannot be forged", "Only a valid certificate for that very name counts. Blocked, the cached policy holds."],
  ["MX host", "Here is mail (SMTP with STARTTLS)", "pass", "Cannot be read or led astray", "In mode enforce: no pattern, no TLS or no valid certificate means no delivery."],
];

/** The way of one message, step by step. */
export const WAY = [
  ["Domain", "publishes a TXT record", "`_mta-sts.example.com` says `v=STSv1; id=…`: there is a policy, and this is its version.", "RFC 8461 3.1"],
  ["Sender", "fetches the policy", "from `https://mta-sts.example.com/.well-known/mta-sts.txt`. Only a valid certificate for that very name counts, and no redirect is followed.", "RFC 8461 3.3"],
  ["Sender", "keeps it", "for `max_age` seconds from the fetch. A new `id` in DNS makes it fetch again.", "RFC 8461 3.2"],
  ["Sender", "looks at the MX host", "Its name must match an `mx` pattern. `*.example.com` covers `mail.example.com`, not `a.mail.example.com` and not `example.com`.", "RFC 8461 4.1"],
  ["Sender", "asks for STARTTLS", "and wants a certificate that is in date, chains to a trusted root and names the MX host.", "RFC 8461 4.2"],
  ["Sender", "delivers, or does what the mode says", "and counts the outcome for its daily TLS report.", "RFC 8461 5"],
];

/** What each mode does with a host that fails. */
export const MODES_IN_WORDS = [
  ["enforce", "Not delivered to that host. If no host passes, the mail waits and is tried again, then comes back to its author.", "Yes"],
  ["testing", "Delivered all the same, without protection.", "Yes"],
  ["none", "Delivered as though there were no policy. The orderly way to remove one.", "No"],
];

/** The policy cache: what happens when something goes away. */
export const CACHE = [
  ["The TXT record vanishes", "Nothing changes: the cached policy holds until its `max_age` has passed."],
  ["The Policy Host cannot be reached", "Nothing changes either. Senders try again, at most every five minutes."],
  ["The policy's text changes, its `id` does not", "Senders may not see the new text until the old one expires. Change both, the text first."],
  ["An MX host moves", "Old policies are still in caches. List the new host first, wait, then move."],
  ["MTA-STS is to be removed", "Serve `mode: none` for as long as any earlier policy may be cached; only then take the record away."],
];

export const ATTACKER = {
  cannot: [
    "forge a policy: that takes a valid certificate for the Policy Host",
    "send mail elsewhere by forged MX records: the host would match no pattern",
    "strip STARTTLS, or show another certificate, once a Sender has the policy",
    "make Senders forget a policy by blocking DNS or HTTPS",
  ],
  can: [
    "go unnoticed before a Sender's first fetch: policies are trusted on first use",
    "outwait a short `max_age` by blocking every refresh; weeks make that hard",
    "delay mail by blocking connections, which no standard can prevent",
    "read mail from Senders that do not look for policies",
  ],
};
