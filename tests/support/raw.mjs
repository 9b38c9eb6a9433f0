// Requests that no client library would send.
import { connect } from "node:net";

/** Sends bytes over a bare connection; all that comes back until it ends. @param {number} port @param {string} text */
export function raw(port, text) {
  return new Promise((resolve, reject) => {
    const socket = connect(port, "127.0.0.1", () => socket.write(text));
    let answer = "";
    socket.setTimeout(10_000, () => reject(new Error("no answer in time")));
    socket.on("data", (chunk) => (answer += chunk));
    socket.on("close", () => resolve(answer));
    // A server that has answered may end the connection while more is sent.
    socket.on("error", () => resolve(answer));
  });
}
