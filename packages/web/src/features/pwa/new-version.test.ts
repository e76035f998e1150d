import { expect, it } from "vitest";

import { applyFrame } from "../../state/dashboard.ts";
import { makePayload } from "../../state/make-download.ts";
import { createVersionSelector, isOtherBuild } from "./new-version.ts";

function frame(serverVersion: string) {
  return applyFrame(null, makePayload({ serverVersion }), 0);
}

it("notices a server that comes back with another version, and one that goes back to the old", () => {
  const select = createVersionSelector();
  expect(
    [null, frame("2.0.0"), frame("2.0.0"), frame("2.1.0"), frame("2.0.0")].map(select),
  ).toEqual([false, false, false, true, false]);
});

it("tells builds apart by the script a page starts", () => {
  const html = '<script type="module" crossorigin src="./assets/index-Dlr4NkDZ.js"></script>';
  expect(isOtherBuild(html, "https://home.example/media/assets/index-Dlr4NkDZ.js")).toBe(false);
  expect(isOtherBuild(html, "https://home.example/media/assets/index-Older123.js")).toBe(true);
});
