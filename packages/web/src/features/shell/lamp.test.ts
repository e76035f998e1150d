import { expect, it } from "vitest";

import type { Connection } from "../../api/stream.ts";
import { applyFrame } from "../../state/dashboard.ts";
import { makePayload, makeSource } from "../../state/make-download.ts";
import { lampOf } from "./lamp.ts";

const healthy = applyFrame(null, makePayload(), 10_000);
const troubled = applyFrame(
  null,
  makePayload({ sources: [makeSource(), makeSource({ id: "sonarr-main", state: "stale" })] }),
  10_000,
);
const lost: Connection = { kind: "lost", since: 12_000, because: "cut" };

it("shows the age of the data, which goes on while the connection is lost", () => {
  expect(lampOf({ kind: "live" }, healthy, 10_000)).toEqual({
    look: "live",
    ageSeconds: 4,
    troubled: 0,
  });
  expect(lampOf(lost, healthy, 40_000)).toEqual({ look: "lost", ageSeconds: 34, troubled: 0 });
});

it("is not simply live while a source is in trouble", () => {
  expect(lampOf({ kind: "live" }, troubled, 10_000)).toMatchObject({
    look: "trouble",
    troubled: 1,
  });
});

it("lets a lost connection outweigh a source in trouble", () => {
  expect(lampOf(lost, troubled, 10_000).look).toBe("lost");
});

it("tells a page that has no room from one that is cut off", () => {
  for (const because of ["pages", "calls"] as const) {
    expect(lampOf({ kind: "lost", since: 12_000, because }, troubled, 10_000).look).toBe("held");
  }
});

it("is connecting until there is something to show", () => {
  expect(lampOf({ kind: "live" }, null, 0)).toMatchObject({ look: "connecting", ageSeconds: null });
  expect(lampOf({ kind: "connecting" }, healthy, 10_000).look).toBe("connecting");
});
