import { expect, it } from "vitest";

import { createToasts } from "./toasts.ts";

it("shows the newest three, each text once", () => {
  const toasts = createToasts();
  for (const text of ["a", "b", "c", "b", "d"]) toasts.show({ tone: "done", text });
  expect(toasts.list.get().map(({ text }) => text)).toEqual(["c", "b", "d"]);
});

it("puts one away and leaves the others", () => {
  const toasts = createToasts();
  toasts.show({ tone: "done", text: "a" });
  toasts.show({ tone: "failed", text: "b" });
  toasts.dismiss(toasts.list.get()[0]?.id ?? 0);
  expect(toasts.list.get().map(({ text }) => text)).toEqual(["b"]);
});
