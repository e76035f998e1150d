import { expect, test } from "vitest";

import { networkOf } from "./client-address.ts";

test.each([
  ["192.0.2.1", "192.0.2.1"],
  ["::ffff:192.0.2.1", "192.0.2.1"],
  ["::ffff:c000:201", "192.0.2.1"],
  ["2001:db8:1:2::1", "2001:db8:1:2::"],
  ["2001:DB8:1:2:ffff:1:2:3", "2001:db8:1:2::"],
  ["2001:db8:1:3::1", "2001:db8:1:3::"],
  ["fe80::1%eth0", "fe80::"],
  ["unix:", "unix:"],
])("%s counts as %s", (address, network) => {
  expect(networkOf(address)).toBe(network);
});
