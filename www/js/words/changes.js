// The words about what differs between two texts.
import { count } from "./common.js";

export const SAY = {
  changes: "What changes, line by line",
  moreLines: (number) => `… ${count(number, "more line")}`,
};
