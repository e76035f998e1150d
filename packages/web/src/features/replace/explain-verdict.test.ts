import { expect, it } from "vitest";

import { explainVerdict } from "./explain-verdict.ts";

it("knows the server's sentences, word for word", () => {
  expect(explainVerdict("A full copy is within reach.")).toBe("verdict.fullCopy");
  expect(explainVerdict("It cannot be imported.")).toBe("verdict.cannotImport");
});

it("leaves alone what it does not know", () => {
  expect(explainVerdict("The moon is full.")).toBeNull();
  expect(explainVerdict("constructor")).toBeNull();
});
