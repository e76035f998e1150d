import { isIP } from "node:net";
import ipaddr from "ipaddr.js";

/** All that is given out for use between networks (RFC 4291); outside are forms such as `::127.0.0.1`, too. */
const GLOBAL_IPV6 = ipaddr.parseCIDR("2000::/3");

/**
 * Whether an address is on the public internet. Everything else (loopback, private, link-local, carrier, documentation,
 * multicast, and IPv6 forms that carry an IPv4 address inside) is not; text that is no address is not either.
 */
export function isPublicAddress(text: string): boolean {
  if (isIP(text) === 0) return false;
  // `process` turns an IPv4-mapped IPv6 address into the IPv4 address it stands for.
  const address = ipaddr.process(text);
  return address.range() === "unicast" && (address.kind() === "ipv4" || address.match(GLOBAL_IPV6));
}

/** The address in a URL's host, without the brackets of IPv6; `null` when the host is a name. */
export function literalAddress(hostname: string): string | null {
  const bare = hostname.replace(/^\[|\]$/gu, "");
  return isIP(bare) === 0 ? null : bare;
}
