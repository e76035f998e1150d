import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import type {
  AwaitedTitle,
  DashboardPatch,
  DashboardPayload,
  NormalizedDownload,
} from "@sofarr/contract";
import { beforeEach, describe, expect, test } from "vitest";

import { payloadIn } from "../../../../test/journeys/told-table.ts";
import type { SourceFacts } from "../engine/source.ts";
import { Channel } from "./channel.ts";
import type { Frame } from "./frame.ts";
import { presentSource } from "./present/source.ts";
import { encodeEvent, type SseSink } from "./sse.ts";

/** A reader in memory that can be made slow. */
class FakeSink implements SseSink {
  readonly frames: string[] = [];
  isBehind = false;
  /** So many frames fit into what it has room for. */
  isBehindAfter = Number.POSITIVE_INFINITY;
  #caughtUp: (() => void)[] = [];

  write(frame: Frame): void {
    this.frames.push(frame.bytes.toString());
    if (this.frames.length === this.isBehindAfter) this.isBehind = true;
  }

  onCaughtUp(call: () => void): void {
    this.#caughtUp.push(call);
  }

  onClose(): void {}

  end(): void {}

  catchUp(): void {
    this.isBehind = false;
    for (const call of this.#caughtUp.splice(0)) call();
  }
}

const item = (id: string, progress: number): NormalizedDownload => {
  const numbers = { size: 100, downloaded: progress, arrContentId: null, arrContentIds: [] };
  return { id, instanceId: "q", progress, ...numbers } as unknown as NormalizedDownload;
};
const view = (...items: NormalizedDownload[]): ReadonlyMap<string, NormalizedDownload> =>
  new Map(items.map((one) => [`q/${one.id}`, one]));
const sourceOf = (id: string, kind: string, lastSuccessAt: number): SourceFacts => {
  const counts = { durationMs: 1, items: 0, reads: 1, failedReads: 0 };
  return { id, name: id, kind, freshness: "ok", lastSuccessAt, trouble: null, ...counts };
};
const OK: readonly SourceFacts[] = [sourceOf("q", "qbittorrent", 0)];
const STALE: readonly SourceFacts[] = OK.map((one) => {
  const words = { message: "", advice: null, since: 0, failures: 1 };
  return { ...one, freshness: "stale", trouble: { reason: "unreachable", ...words } };
});

function dataOf(frame: string | undefined): DashboardPatch & DashboardPayload {
  const line = frame?.split("\n").find((one) => one.startsWith("data: ")) ?? "data: null";
  const data = line.slice(6);
  const isTable = frame?.includes("\nevent: table\n") === true;
  return (isTable ? payloadIn(data) : JSON.parse(data)) as DashboardPatch & DashboardPayload;
}

describe("a channel", () => {
  let now: number;
  let channel: Channel;
  let shown: ReadonlyMap<string, NormalizedDownload>;
  /** Takes the channel from what it shows to something else. */
  const show = (
    next: ReadonlyMap<string, NormalizedDownload>,
    sources: readonly SourceFacts[],
  ): void => {
    const set = new Map([...next].filter(([key, one]) => shown.get(key) !== one));
    const del = [...shown.keys()].filter((key) => !next.has(key));
    shown = next;
    channel.update(set.size === 0 && del.length === 0 ? null : { set, del }, sources);
  };
  /** As they are told at this moment. */
  const told = (sources: readonly SourceFacts[]) => sources.map((one) => presentSource(one, now));
  /** Ages by id in the last frame of a reader that says any. */
  const agesTo = (sink: FakeSink): Record<string, number | null> => {
    const last = sink.frames.findLast((frame) => dataOf(frame).sources !== undefined);
    return Object.fromEntries(dataOf(last).sources.map(({ id, ageSeconds }) => [id, ageSeconds]));
  };
  const makeChannel = (
    options: Pick<ConstructorParameters<typeof Channel>[0], "keys" | "present">,
  ): Channel =>
    new Channel({
      ...options,
      epoch: "epoch",
      frame: () => ({
        user: "Alice",
        isAdmin: false,
        showAll: false,
        downloadClients: ["q", "s"].map((id) => ({ id, name: id, type: "any" })),
        mediaServerUrl: null,
        serverVersion: "1",
      }),
      awaited: [],
      sources: OK,
      now: () => now,
    });
  const a = item("a", 1);
  const b = item("b", 2);

  beforeEach(() => {
    now = 0;
    shown = view(a, b);
    channel = makeChannel({
      keys: shown.keys(),
      present: (keys) =>
        new Map([...keys].map((key) => [key, shown.get(key) as NormalizedDownload])),
    });
  });

  test("greets everyone with everything, as a table whoever asked for one", () => {
    for (const [form, head] of [
      ["steps-from-table", /^id: epoch-0\nevent: table\ndata: /u],
      ["steps", /^id: epoch-0\ndata: /u],
      ["payloads", /^id: epoch-0\ndata: /u],
    ] as const) {
      const sink = new FakeSink();
      channel.join(sink, form, null);
      expect(sink.frames).toHaveLength(1);
      expect(sink.frames[0]).toMatch(head);
      expect(dataOf(sink.frames[0]).downloads).toEqual([a, b]);
    }
  });

  test("who comes soon after another gets the same table, and what came since in one step", () => {
    const many = Array.from({ length: 400 }, (_, at) => item(`m${at}`, 1));
    show(view(...many), OK);
    const [first, second, third] = [new FakeSink(), new FakeSink(), new FakeSink()];
    channel.join(first, "steps-from-table", null);
    show(view(...many.slice(1), item("n", 1)), STALE);
    show(view(...many.slice(1), item("n", 2)), STALE);
    channel.join(second, "steps-from-table", null);
    expect(second.frames[0]).toBe(first.frames[0]);
    expect(second.frames).toHaveLength(2);
    expect(second.frames[1]).toMatch(/^id: epoch-3\nevent: patch\n/u);
    expect(dataOf(second.frames[1])).toMatchObject({
      set: { "q/n": item("n", 2) },
      del: ["q/m0"],
      sources: told(STALE),
    });

    // More than a few of the 400 changed: a fresh table is shorter.
    show(view(...many.slice(1), item("n", 3), item("o", 1)), STALE);
    channel.join(third, "steps-from-table", null);
    expect(third.frames).toHaveLength(1);
    expect(third.frames[0]).toMatch(/^id: epoch-4\nevent: table\n/u);
    expect(dataOf(third.frames[0]).downloads).toHaveLength(401);
  });

  test("who cannot take the table at once is told of what came meanwhile when they have", () => {
    const many = Array.from({ length: 400 }, (_, at) => item(`m${at}`, 1));
    show(view(...many), OK);
    channel.join(new FakeSink(), "steps-from-table", null);
    show(view(...many.slice(1)), OK);
    const slow = new FakeSink();
    slow.isBehindAfter = 1;
    channel.join(slow, "steps-from-table", null);
    expect(slow.frames).toHaveLength(1);
    show(view(...many.slice(2)), OK);
    slow.catchUp();
    expect(slow.frames).toHaveLength(2);
    expect(dataOf(slow.frames[1]).del.toSorted()).toEqual(["q/m0", "q/m1"]);
  });

  test("sends steps to those who asked for them and whole payloads to the others", () => {
    const [delta, whole] = [new FakeSink(), new FakeSink()];
    channel.join(delta, "steps-from-table", null);
    channel.join(whole, "payloads", null);
    const changed = item("a", 50);
    show(view(changed), OK);
    expect(delta.frames[1]).toMatch(/^id: epoch-1\nevent: patch\n/u);
    expect(dataOf(delta.frames[1])).toMatchObject({ set: { "q/a": changed }, del: ["q/b"] });
    expect(whole.frames[1]).toMatch(/^id: epoch-1\ndata: /u);
    expect(dataOf(whole.frames[1]).downloads).toEqual([changed]);
  });

  test("says nothing when nothing changed, but tells the ages of sources now and then", () => {
    const [delta, whole] = [new FakeSink(), new FakeSink()];
    channel.join(delta, "steps-from-table", null);
    channel.join(whole, "payloads", null);
    show(view(a, b), OK);
    expect(delta.frames).toHaveLength(1);
    now = 11_000;
    show(view(a, b), OK);
    expect(dataOf(delta.frames[1]).sources).toEqual(told(OK));
    expect(whole.frames).toHaveLength(1);
  });

  test.each(["payloads", "steps", "steps-from-table"] as const)(
    "who comes is told ages of that moment, not of when something was last read or shown (%s)",
    (form) => {
      channel.join(new FakeSink(), form, null);
      now = 29_000;
      const late = new FakeSink();
      channel.join(late, form, null);
      expect(agesTo(late)).toEqual({ q: 29 });
      expect(channel.payload().sources).toMatchObject([{ ageSeconds: 29 }]);
      now += 500;
      const soonAfter = new FakeSink();
      channel.join(soonAfter, form, null);
      expect(soonAfter.frames).toEqual(late.frames);
    },
  );

  test("a round of reads is told at once when the last of the clients was read, not with the first", () => {
    const sink = new FakeSink();
    const readAt = (q: number, s: number): readonly SourceFacts[] => [
      sourceOf("q", "qbittorrent", q),
      sourceOf("s", "sabnzbd", s),
    ];
    show(view(a, b), readAt(0, 200));
    channel.join(sink, "steps-from-table", null);
    now = 5_000;
    show(view(a, b), readAt(0, 200));
    const before = sink.frames.length;
    now = 5_010;
    show(view(a, b), readAt(5_010, 200));
    expect(sink.frames).toHaveLength(before);
    now = 5_250;
    show(view(a, b), readAt(5_010, 5_250));
    expect(sink.frames).toHaveLength(before + 1);
    expect(agesTo(sink)).toEqual({ q: 0, s: 0 });
  });

  test("any other source that was read again is told at once", () => {
    const sink = new FakeSink();
    const readAt = (sonarr: number): readonly SourceFacts[] => [
      sourceOf("q", "qbittorrent", 0),
      sourceOf("sonarr-main", "sonarr", sonarr),
    ];
    show(view(a, b), readAt(-20_000));
    channel.join(sink, "steps-from-table", null);
    expect(agesTo(sink)).toEqual({ q: 0, "sonarr-main": 20 });
    now = 1_500;
    show(view(a, b), readAt(1_400));
    expect(agesTo(sink)).toEqual({ q: 2, "sonarr-main": 0 });
  });

  test("tells what is awaited when it is another list, to those who come back as well", () => {
    const [delta, whole] = [new FakeSink(), new FakeSink()];
    channel.join(delta, "steps-from-table", null);
    channel.join(whole, "payloads", null);
    const awaited = [{ id: "ombi-main/movie/1" } as AwaitedTitle];
    channel.update(null, OK, awaited);
    expect(dataOf(delta.frames[1])).toMatchObject({ set: {}, del: [], awaited });
    expect(dataOf(whole.frames[1])).toMatchObject({ awaited, downloads: [a, b] });
    show(view(a), OK);
    expect(dataOf(delta.frames[2])).not.toHaveProperty("awaited");

    const [back, further] = [new FakeSink(), new FakeSink()];
    channel.join(back, "steps-from-table", "epoch-0");
    expect(dataOf(back.frames[0])).toMatchObject({ awaited, del: ["q/b"] });
    channel.join(further, "steps-from-table", "epoch-1");
    expect(dataOf(further.frames[0])).not.toHaveProperty("awaited");
  });

  test("goes on telling them when the clock is put back", () => {
    const delta = new FakeSink();
    channel.join(delta, "steps-from-table", null);
    now = -3_600_000;
    show(view(a, b), OK);
    expect(dataOf(delta.frames[1]).sources).toEqual(told(OK));
  });

  test("a source going stale is news for everybody", () => {
    const [delta, whole] = [new FakeSink(), new FakeSink()];
    channel.join(delta, "steps-from-table", null);
    channel.join(whole, "payloads", null);
    show(view(a, b), STALE);
    expect(dataOf(delta.frames[1]).sources).toEqual(told(STALE));
    expect(dataOf(whole.frames[1]).sources).toEqual(told(STALE));
  });

  test("a reader that comes back gets exactly the steps it missed", () => {
    const first = item("a", 10);
    const second = item("a", 20);
    show(view(first, b), OK);
    show(view(second, b), OK);
    const sink = new FakeSink();
    channel.join(sink, "steps-from-table", "epoch-1");
    expect(sink.frames.join("")).not.toContain('"downloads"');
    expect(sink.frames.join("").match(/event: patch/gu)).toHaveLength(1);
    expect(sink.frames.join("")).toContain('"progress":20');
  });

  test.each(["epoch-99", "epoch--1", "other-0", "epoch-", "epoch-1.5", ""])(
    "an event id that is not ours (%s) gets a fresh full frame",
    (lastEventId) => {
      const sink = new FakeSink();
      show(view(item("a", 10), b), OK);
      channel.join(sink, "steps-from-table", lastEventId);
      expect(dataOf(sink.frames[0]).downloads).toHaveLength(2);
    },
  );

  test("a reader that missed many steps gets them as one", () => {
    for (let step = 1; step <= 500; step += 1) show(view(item("a", step), item("c", 1)), OK);
    show(view(item("a", 501)), OK);
    const sink = new FakeSink();
    channel.join(sink, "steps-from-table", "epoch-0");
    expect(sink.frames).toHaveLength(1);
    expect(sink.frames[0]).toMatch(/^id: epoch-501\nevent: patch\n/u);
    expect(dataOf(sink.frames[0]).set).toEqual({ "q/a": item("a", 501) });
    expect(dataOf(sink.frames[0]).del.toSorted()).toEqual(["q/b", "q/c"]);
  });

  test("what came back is not told as gone to who missed both", () => {
    show(view(a), OK);
    show(view(a, item("b", 3)), OK);
    const sink = new FakeSink();
    channel.join(sink, "steps-from-table", "epoch-0");
    expect(dataOf(sink.frames[0])).toMatchObject({ set: { "q/b": item("b", 3) }, del: [] });
  });

  test("when more is gone than is remembered, who was away gets a fresh full frame", () => {
    for (let step = 1; step <= 1_100; step += 1) show(view(item(`n${step}`, 1)), OK);
    const [long, short] = [new FakeSink(), new FakeSink()];
    channel.join(long, "steps-from-table", "epoch-1");
    channel.join(short, "steps-from-table", "epoch-1090");
    expect(dataOf(long.frames[0]).downloads).toEqual([item("n1100", 1)]);
    expect(short.frames[0]).toContain("event: patch");
  });

  test("a slow reader gets the newest state when it has caught up, not a queue", () => {
    const [slow, whole, quick] = [new FakeSink(), new FakeSink(), new FakeSink()];
    channel.join(slow, "steps-from-table", null);
    channel.join(whole, "payloads", null);
    channel.join(quick, "steps-from-table", null);
    slow.isBehind = true;
    whole.isBehind = true;
    for (let step = 1; step <= 50; step += 1) show(view(item("a", step)), OK);
    expect(slow.frames).toHaveLength(1);
    expect(quick.frames).toHaveLength(51);
    slow.catchUp();
    whole.catchUp();
    expect(slow.frames).toHaveLength(2);
    expect(dataOf(slow.frames[1])).toMatchObject({ set: { "q/a": item("a", 50) }, del: ["q/b"] });
    expect(dataOf(whole.frames[1]).downloads).toEqual([item("a", 50)]);
    show(view(item("a", 51)), OK);
    expect(slow.frames[2]).toContain("event: patch");
    expect(dataOf(slow.frames[2]).del).toEqual([]);
  });

  test("keeps no downloads, which are made again when they are wanted", async () => {
    setFlagsFromString("--expose-gc");
    const collect = runInNewContext("gc") as () => void;
    const made: WeakRef<NormalizedDownload>[] = [];
    const make = (key: string): NormalizedDownload => {
      const one = item(key, made.length);
      made.push(new WeakRef(one));
      return one;
    };
    const keys = ["q/a", "q/b"];
    const ofKeys = (some: Iterable<string>) => new Map([...some].map((key) => [key, make(key)]));
    const frugal = makeChannel({ keys, present: ofKeys });
    for (const form of ["payloads", "steps-from-table"] as const) {
      frugal.join(new FakeSink(), form, null);
    }
    frugal.update({ set: ofKeys(keys), del: [] }, OK);
    expect(made.length).toBeGreaterThanOrEqual(6);
    // A reference that was just made holds on until the turn is over.
    await new Promise((resolve) => setImmediate(resolve));
    collect();
    expect(made.filter((one) => one.deref() !== undefined)).toEqual([]);
    expect(frugal.payload().downloads).toHaveLength(2);
  });

  test("a reader that left is told nothing more", () => {
    const sink = new FakeSink();
    channel.join(sink, "steps-from-table", null)();
    show(view(), OK);
    expect(sink.frames).toHaveLength(1);
    expect(channel.readerCount).toBe(0);
  });
});

test("a frame cannot be forged by a line break", () => {
  expect(() => encodeEvent({ id: "1\ndata: x", data: "" })).toThrow(TypeError);
  expect(() => encodeEvent({ event: "a\r\nb", data: "" })).toThrow(TypeError);
  expect(encodeEvent({ data: "a\nb\r\nc" })).toBe("data: a\ndata: b\ndata: c\n\n");
});
