import { expect, it } from "vitest";

import { createBytesFormat } from "./bytes.ts";

const bytes = createBytesFormat("en");
const speed = createBytesFormat("en", "second");

it.each([
  [0, "0 kB"],
  [1_499, "1 kB"],
  [999_499, "999 kB"],
  [999_500, "1.0 MB"],
  [4_240_000, "4.2 MB"],
  [99_949_999, "99.9 MB"],
  [99_950_000, "100 MB"],
  [734_000_000, "734 MB"],
  [999_600_000, "1.0 GB"],
  [4_000_000_000_000, "4.0 TB"],
  [5e18, "5,000 PB"],
])("writes %i bytes as %s", (amount, text) => {
  expect(bytes(amount)).toBe(text);
});

it("writes speed per second", () => {
  expect(speed(850_000)).toBe("850 kB/s");
  expect(speed(12_600_000)).toBe("12.6 MB/s");
});

it("follows the person's language", () => {
  expect(createBytesFormat("de")(4_240_000)).toBe("4,2 MB");
  expect(createBytesFormat("fr", "second")(4_240_000)).toBe("4,2\u202fMo/s");
});
