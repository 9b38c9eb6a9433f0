// Which IP addresses are in public use.
import { BlockList, isIP } from "node:net";

/** IANA's special-purpose IPv4 addresses that are not globally reachable, with multicast and what is reserved. */
const NOT_PUBLIC = [
  "0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12 192.0.0.0/24 192.0.2.0/24",
  "192.88.99.0/24 192.168.0.0/16 198.18.0.0/15 198.51.100.0/24 203.0.113.0/24 224.0.0.0/4 240.0.0.0/4",
].flatMap((line) => line.split(" "));

/** Of IPv6 only 2000::/3 is in public use, without protocol assignments, documentation and what embeds IPv4. */
const PUBLIC_6 = "2000::/3";
const NOT_PUBLIC_6 = ["2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20"];

const refused = list([...NOT_PUBLIC, ...NOT_PUBLIC_6]);
const global6 = list([PUBLIC_6]);

export function isPublicAddress(address) {
  // `isIP` throws on what has no text.
  const family = typeof address === "string" ? isIP(address) : 0;
  if (family === 0) return false;
  const type = `ipv${family}`;
  return !refused.check(address, type) && (family === 4 || global6.check(address, type));
}

function list(subnets) {
  const found = new BlockList();
  for (const subnet of subnets) {
    const [net, prefix] = subnet.split("/");
    found.addSubnet(net, Number(prefix), net.includes(":") ? "ipv6" : "ipv4");
  }
  return found;
}
