import { expect, it } from "vitest";

import { statusOf } from "./request-status.ts";

const asked = { available: false, approved: false, denied: false };

it("lets what is here outweigh everything, and a denial an approval", () => {
  expect(statusOf(asked)).toBe("pending");
  expect(statusOf({ ...asked, approved: true })).toBe("approved");
  expect(statusOf({ ...asked, approved: true, denied: true })).toBe("denied");
  expect(statusOf({ available: true, approved: true, denied: true })).toBe("available");
});
