import { expect, it } from "vitest";

import { explainTrouble } from "./explain-trouble.ts";

it("knows the server's sentences, word for word", () => {
  expect(explainTrouble("It cannot be reached.")).toBe("unreachable");
  expect(explainTrouble("Its answer cannot be used.")).toBe("badPayload");
});

it("leaves alone what it does not know", () => {
  expect(explainTrouble("The moon is full.")).toBeNull();
  expect(explainTrouble("constructor")).toBeNull();
  expect(explainTrouble(null)).toBeNull();
});
