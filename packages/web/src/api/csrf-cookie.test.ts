import { expect, it } from "vitest";

import { readCsrfToken } from "./csrf-cookie.ts";

it("finds the token among other cookies", () => {
  expect(readCsrfToken("a=1; csrf_token=abc%3D%3D; b=2")).toBe("abc==");
});

it("keeps equals signs and stray percent signs of the token", () => {
  expect(readCsrfToken("csrf_token=a=b%")).toBe("a=b%");
});

it("is null without the cookie, also when another name ends alike", () => {
  expect(readCsrfToken("")).toBeNull();
  expect(readCsrfToken("my_csrf_token=abc")).toBeNull();
});
