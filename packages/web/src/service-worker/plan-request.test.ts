import { expect, it } from "vitest";

import { planRequest } from "./plan-request.ts";

const SCOPE = "https://home.example/media/";
const FILES = new Set(["theme.js", "icon.svg"]);

function plan(path: string, parts: { method?: string; isPage?: boolean } = {}) {
  const url = new URL(path, SCOPE).href;
  return planRequest({ method: "GET", isPage: false, ...parts, url }, SCOPE, FILES);
}

it.each(["", "history", "?everyone=1&q=api/", "admin?show=logs", "apiary"])(
  "answers the page %j, if need be with the shell",
  (path) => {
    expect(plan(path, { isPage: true })).toBe("page");
  },
);

it.each(["theme.js", "icon.svg?x=1", "assets/index-abc123.js", "assets/of-the-build-before.js"])(
  "answers the app's file %j from the cache",
  (path) => {
    expect(plan(path)).toBe("file");
  },
);

it.each([
  "api/auth/me",
  "api/dashboard/stream?delta=table",
  "api/dashboard/cover-art?url=x",
  "health",
  "ready",
])("leaves %j to the server, page or not", (path) => {
  expect(plan(path)).toBe("network");
  expect(plan(path, { isPage: true })).toBe("network");
});

it("leaves what is not below its own path, and what changes something, to the network", () => {
  expect(plan("/other-app/", { isPage: true })).toBe("network");
  expect(plan("https://elsewhere.example/media/theme.js")).toBe("network");
  expect(plan("theme.js", { method: "POST" })).toBe("network");
});

it("does not keep what it does not know", () => {
  expect(plan("robots.txt")).toBe("network");
});
