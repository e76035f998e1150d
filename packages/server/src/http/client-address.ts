import ipaddr from "ipaddr.js";

export type ClientAddress = ReturnType<typeof ipaddr.process>;

/** Who has one IPv6 address of a network of this size can have any other of it. */
const NETWORK_BITS = 64;

/**
 * Reads an address as it stands on a socket or in a proxy's header; `null` when it is none. An IPv4 address is the same
 * however it is written, also as `::ffff:192.0.2.1`, which is how it looks on a socket that takes both.
 */
export function readAddress(text: string): ClientAddress | null {
  // The zone of a link-local address says through which card it came, not where it is.
  const plain = text.replace(/%[^]*$/u, "");
  return ipaddr.isValid(plain) ? ipaddr.process(plain) : null;
}

/** What to count somebody's address as: an IPv4 address for itself, an IPv6 one for its network, as the rate limits do. */
export function networkOf(text: string): string {
  const address = readAddress(text);
  if (address === null) return text;
  return address instanceof ipaddr.IPv6
    ? ipaddr.IPv6.networkAddressFromCIDR(`${address.toString()}/${NETWORK_BITS}`).toString()
    : address.toString();
}
