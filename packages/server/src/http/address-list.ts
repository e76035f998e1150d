import ipaddr from "ipaddr.js";

type Address = ReturnType<typeof ipaddr.process>;
type Subnet = readonly [Address, number];

/** Bits in front of an IPv4 address written as an IPv6 one. */
const MAPPED_BITS = 96;

/**
 * Makes the test whether an address is in any of these subnets. An IPv4 address is the same however it is written, also
 * as `::ffff:192.0.2.1`, which is how it looks on a socket that takes both.
 *
 * @param subnets addresses and CIDR blocks that were checked to be such.
 */
export function createAddressList(subnets: readonly string[]): (address: string) => boolean {
  const blocks = subnets.map(subnetOf);
  return (text) => {
    // The zone of a link-local address says through which card it came, not where it is.
    const plain = text.replace(/%[^]*$/u, "");
    if (!ipaddr.isValid(plain)) return false;
    const address = ipaddr.process(plain);
    return blocks.some(
      ([network, bits]) => network.kind() === address.kind() && address.match(network, bits),
    );
  };
}

function subnetOf(text: string): Subnet {
  const [network, bits] = ipaddr.isValidCIDR(text) ? ipaddr.parseCIDR(text) : alone(text);
  const isMapped =
    network instanceof ipaddr.IPv6 && network.isIPv4MappedAddress() && bits >= MAPPED_BITS;
  return isMapped ? [network.toIPv4Address(), bits - MAPPED_BITS] : [network, bits];
}

function alone(text: string): Subnet {
  const address = ipaddr.process(text);
  return [address, address.kind() === "ipv4" ? 32 : 128];
}
