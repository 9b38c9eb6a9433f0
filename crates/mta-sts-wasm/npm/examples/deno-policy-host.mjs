// Deno: a policy host for the files of a folder: policies/example.com.txt is https://mta-sts.example.com's policy.
// A file that is saved counts at once; one that is broken is refused, and the last good policy is served meanwhile.
//
//   deno run --allow-net --allow-read=policies --allow-env=PORT deno-policy-host.mjs
//
// It speaks HTTP: TLS is for what stands before it, which hands the Host header on.
import { policyHost } from "mta-sts/edge";

async function fromFile(domain) {
  try {
    // A host name of a URL has no slash in it.
    return await Deno.readTextFile(`policies/${domain}.txt`);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return null;
    throw error;
  }
}

Deno.serve({ port: Number(Deno.env.get("PORT") ?? 8080) }, policyHost({ domains: fromFile }));
