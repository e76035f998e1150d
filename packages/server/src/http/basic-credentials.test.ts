import { expect, test } from "vitest";

import { basicCredentialsIn } from "./basic-credentials.ts";

const basic = (text: string): string => `Basic ${Buffer.from(text).toString("base64")}`;

test.each([
  [basic("Root:root-password"), { username: "Root", password: "root-password" }],
  [basic("Zoë:pass:with:colons é"), { username: "Zoë", password: "pass:with:colons é" }],
  [basic("a:b").replace("Basic", "bASIC"), { username: "a", password: "b" }],
  [basic("nocolon"), null],
  [basic(":password"), null],
  [basic("name:"), null],
  [basic(`a:${"x".repeat(5000)}`), null],
  ["Basic ", null],
  ["Basic !!!", null],
  ["Bearer abc", null],
  [undefined, null],
])("%j", (header, expected) => {
  expect(basicCredentialsIn(header)).toEqual(expected);
});
