// Express: middleware for sign-ups. An address whose domain has a broken MTA-STS policy is sent back with the reason,
// because mail to it, yours included, may be lost. What cannot be tested is let through.
//
//   app.post("/sign-up", express.json(), reachableAddress(), (request, response) => …);
import { MtaStsError, checkDomain } from "mta-sts";
import { publicDomain } from "mta-sts/edge";
import { guardedFetch } from "mta-sts/edge/node";

/** Strangers choose the domain: only public ones are asked for, and only public addresses are connected to. */
export function reachableAddress({ specialUse = [], ...options } = {}) {
  const settings = { timeout: 5000, fetch: guardedFetch(), ...options };
  return async function middleware(request, response, next) {
    const address = String(request.body?.email ?? "");
    try {
      const domain = publicDomain(address.slice(address.lastIndexOf("@") + 1), specialUse);
      const { verdict, headline, steps } = await checkDomain(domain, settings);
      if (verdict !== "fail") return next();
      const errors = steps.flatMap(({ findings }) => findings).filter(({ severity }) => severity === "error");
      const reasons = errors.map(({ message, help }) => `${message} ${help}`);
      response.status(422).json({ error: `mail to ${domain} may be lost: ${headline}`, reasons });
    } catch (error) {
      if (!(error instanceof MtaStsError) || error.code !== "invalid-domain") return next(error);
      response.status(422).json({ error: error.message, reasons: [] });
    }
  };
}
