import { expect, test } from "vitest";

import { createAddressList } from "./address-list.ts";

const isListed = createAddressList([
  "192.168.1.0/24",
  "10.0.0.7",
  "fd00::/8",
  "::ffff:172.16.0.0/108",
  "2001:db8::1",
]);

test.each([
  ["192.168.1.200", true],
  ["::ffff:192.168.1.200", true],
  ["::ffff:c0a8:1c8", true],
  ["192.168.2.1", false],
  ["10.0.0.7", true],
  ["::ffff:10.0.0.7", true],
  ["10.0.0.8", false],
  ["172.31.255.255", true],
  ["::ffff:172.16.0.1", true],
  ["172.32.0.1", false],
  ["fd12:3456::1", true],
  ["fd12:3456::1%eth0", true],
  ["fe80::1", false],
  ["2001:db8::1", true],
  ["2001:db8::2", false],
  ["", false],
  ["unix:", false],
  ["192.168.1.200, 8.8.8.8", false],
])("%s is on the list: %s", (address, expected) => {
  expect(isListed(address)).toBe(expected);
});

test("everything is a list as well, and nothing is none", () => {
  expect(createAddressList(["0.0.0.0/0"])("::ffff:8.8.8.8")).toBe(true);
  expect(createAddressList(["0.0.0.0/0"])("2001:db8::1")).toBe(false);
  expect(createAddressList(["::/0"])("8.8.8.8")).toBe(false);
  expect(createAddressList([])("127.0.0.1")).toBe(false);
});
