import { describe, expect, test } from "vitest";

import { Secret } from "../config/secret.ts";
import type { Viewer } from "../domain/user.ts";
import { createCoverArt } from "./cover-art.ts";

const [ada, bob] = ["ada", "bob"].map((id): Viewer => ({ id, name: id, isAdmin: false })) as [
  Viewer,
  Viewer,
];
const poster = (at: number): string => `https://posters.example/${at}.jpg`;
const urnIn = (address: string): string =>
  new URL(address, "http://sofarr.example").searchParams.get("url") ?? "";

describe("the address of a poster", () => {
  const make = () => createCoverArt({ basePath: "/base", secret: new Secret("secret") });

  test("is the same whenever it is handed out, and another for somebody else", () => {
    const coverArt = make();
    const hers = coverArt.handOut(ada, poster(1));
    expect(hers).toMatch(/^\/base\/api\/dashboard\/cover-art\?url=urn%3Asofarr%3Acover%3A/u);
    expect(coverArt.handOut(ada, poster(1))).toBe(hers);
    expect(make().handOut(ada, poster(1))).toBe(hers);
    const his = coverArt.handOut(bob, poster(1));
    expect(his).not.toBe(hers);
    expect(coverArt.find(ada, urnIn(hers))).toBe(poster(1));
    expect(coverArt.find(bob, urnIn(hers))).toBeNull();
    expect(coverArt.find(bob, urnIn(his))).toBe(poster(1));
  });

  test("leads nowhere when it is forgotten, and to the poster again when it is handed out again", () => {
    const coverArt = make();
    const first = urnIn(coverArt.handOut(ada, poster(0)));
    for (let at = 1; at <= 50_000; at += 1) coverArt.handOut(ada, poster(at));
    expect(coverArt.find(ada, first)).toBeNull();
    expect(urnIn(coverArt.handOut(ada, poster(0)))).toBe(first);
    expect(coverArt.find(ada, first)).toBe(poster(0));
    expect(coverArt.use().entries).toBe(50_000);
  });
});
