// The words of the resolver's settings.

export const SAY = {
  noRelay: "no relay",
  withRelay: "with a relay",
  noResolver: "none",
};
