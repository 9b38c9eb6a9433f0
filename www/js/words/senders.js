// The words around the view of Senders; why each does what it does comes from the core.

export const SAY = {
  title: "What Senders would do",
  assumed: "Certificates are taken to be good. The word in grey tells how a Sender's rules are known.",
  firstHosts: (number) => `Only the first ${number.toLocaleString("en")} MX hosts are looked at.`,
  others: "Libraries and checkers",
  differences: "How each reads, and where its rules come from",
  outcomes: {
    protected: "Protected",
    unprotected: "Unprotected",
    "mail-refused": "Mail refused",
    "not-tested": "Not tested",
  },
  sources: { standard: "the standard", measured: "measured", documented: "documented", reported: "reported" },
};
