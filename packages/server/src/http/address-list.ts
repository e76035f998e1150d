import ipaddr from "ipaddr.js";

import { readAddress, type ClientAddress } from "./client-address.ts";

type Subnet = readonly [ClientAddress, number];

/** Bits in front of an IPv4 address written as an IPv6 one. */
const MAPPED_BITS = 96;

/**
 * Makes the test whether an address is in any of these subnets.
 *
 * @param subnets addresses and CIDR blocks that were checked to be such.
 */
export function createAddressList(subnets: readonly string[]): (address: string) => boolean {
  const blocks = subnets.map(subnetOf);
  return (text) => {
    const address = readAddress(text);
    return blocks.some(
      ([network, bits]) => network.kind() === address?.kind() && address.match(network, bits),
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
