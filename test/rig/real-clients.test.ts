// oxlint-disable vitest/expect-expect -- where a test only waits, waiting in vain throws and says what was seen
import { afterAll, beforeAll, describe, expect, inject, it, type TestContext } from "vitest";

import { fieldDisagreements, type Sample } from "./compare.ts";
import type { EventStream, Frame } from "./event-stream.ts";
import {
  CLIENTS,
  INSTANCES,
  TORRENT_CLIENTS,
  USENET_CLIENTS,
  type ConfiguredInstance,
} from "./instances.ts";
import type { Reading } from "./reading.ts";
import { freeze, releasePostProcessing, setRate, thaw } from "./rig.ts";
import type { Shown } from "./shown.ts";
import { instancesOf, LAG_MS, of, POLL_INTERVAL_MS, Stage } from "./stage.ts";
import { until } from "./until.ts";

/** A change must be on the stream within a few polls of being in the client's own answers. */
const FOLLOW_LIMIT_MS = 4 * POLL_INTERVAL_MS;
/** How long a real client may take to do what it is told: their rates are averages over up to half a minute. */
const CLIENT_LIMIT_MS = 60_000;
const SAMPLE_EVERY_MS = 200;
/** So many different values of progress each stream must show while the client is read beside it. */
const STEPS_OF_PROGRESS = 4;
/** A frozen client first meets the deadline of a read, and after the thaw the next try. */
const FROZEN_LIMIT_MS = 45_000;
const FAST_BYTES_PER_SECOND = 400 * 1024;
/** Well above the 16 KiB/s that the rig starts with. */
const COUNTS_AS_FAST_BYTES_PER_SECOND = 100 * 1024;
/** Half of what it starts with; some clients' averages take minutes to reach zero. */
const COUNTS_AS_DRY_BYTES_PER_SECOND = 4096;

const outcome = inject("rig");
let stage: Stage;
let isSet = false;
/** How long each change took from the client's answer to the last of the streams. */
const delaysMs: number[] = [];

beforeAll(async () => {
  if (outcome.rig === null) return;
  stage = await Stage.set(outcome.rig);
  isSet = true;
});

afterAll(async () => {
  if (!isSet) return;
  if (delaysMs.length > 0) {
    const [middle, most] = [0.5, 1].map((share) => quantile(delaysMs, share));
    console.info(`${delaysMs.length} changes followed: half in ${middle} ms, all in ${most} ms`);
  }
  const code = await stage.strike();
  if (code !== 0) throw new Error(`the server ended with ${code}:\n${stage.sofarr.log()}`);
});

/** Skips, with the reason, what this machine cannot have. */
function needs({ rigClient }: ConfiguredInstance, context: Pick<TestContext, "skip">): void {
  if (outcome.rig === null) context.skip(outcome.unavailable);
  else if (outcome.rig.clients[rigClient] === undefined) {
    context.skip(`${rigClient} is not in the rig: ${outcome.rig.notes.join("; ")}`);
  }
}

describe("what is shown of a real client", () => {
  it.for(CLIENTS)(
    "$rigClient holds its downloads in the states of the plan",
    (instance, context) => {
      needs(instance, context);
      const { downloads } = stage.rig.clients[instance.rigClient] ?? { downloads: [] };
      expect(downloads.length).toBeGreaterThan(10);
      // What a real client gets to on a busy machine is the rig's affair; that we tell it right is held below.
      const late = downloads
        .filter((one) => !one.inState)
        .map(({ key, native }) => `${key}: ${native}`);
      if (late.length > 0) context.skip(`not in the state of the plan: ${late.join("; ")}`);
    },
  );

  it.for(INSTANCES)("$id: all of it is true by REST", async (instance, context) => {
    needs(instance, context);
    const readings = await stage.agreement(instance, () => stage.rest());
    expectWholePlan(instance, readings);
    const dashboard = await stage.rest();
    expect(dashboard.isAdmin).toBe(true);
    const summary = { id: instance.id, name: instance.name, type: instance.kind };
    expect(dashboard.downloadClients).toContainEqual(summary);
    const shown = of(instance, dashboard.downloads);
    expect(new Set(shown.map((one) => one.client))).toEqual(new Set([instance.kind]));
    expect(new Set(shown.map((one) => one.instanceName))).toEqual(new Set([instance.name]));
    const type = instance.kind === "sabnzbd" ? "usenet" : "torrent";
    expect(new Set(shown.map((one) => one.type))).toEqual(new Set([type]));
  });

  it.for(INSTANCES)("$id: all of it is true on the stream", async (instance, context) => {
    needs(instance, context);
    const show = async (): Promise<Frame["dashboard"]> => stage.whole.newest();
    expectWholePlan(instance, await stage.agreement(instance, show));
    expect(stage.whole.frames.every((one) => one.event === "message")).toBe(true);
  });

  it.for(INSTANCES)("$id: all of it is true on the stream of steps", async (instance, context) => {
    needs(instance, context);
    const show = async (): Promise<Frame["dashboard"]> => stage.delta.newest();
    expectWholePlan(instance, await stage.agreement(instance, show));
    const events = await until("a step after the first frame", CLIENT_LIMIT_MS, async () => {
      const seen = stage.delta.frames.map((one) => one.event);
      return seen.includes("patch") ? seen : null;
    });
    expect(events.indexOf("table")).toBe(0);
  });
});

describe("the swarm of a real client", () => {
  const TELLING = TORRENT_CLIENTS.filter((one) => one.kind !== "rtorrent");

  it.for(TELLING)("$rigClient: who can have a full copy is told", async (instance, context) => {
    needs(instance, context);
    const { downloads } = await stage.rest();
    const availability = (key: string): number | null | undefined =>
      downloads.find((one) => one.id === stage.id(instance, key) && one.instanceId === instance.id)
        ?.availability;
    expect(availability("downloading")).toBe(100);
    // Its only peer has three fifths of it.
    expect(availability("stalled-partial")).toBeGreaterThan(55);
    expect(availability("stalled-partial")).toBeLessThan(65);
  });
});

describe.concurrent("what a real client does is followed", () => {
  it.for(CLIENTS)("$rigClient: a download that runs fast", async (instance, context) => {
    needs(instance, context);
    const id = stage.id(instance, "downloading");
    const isFast = (speed: number): boolean => speed > COUNTS_AS_FAST_BYTES_PER_SECOND;
    await setRate(stage.rig, instance.rigClient, "downloading", FAST_BYTES_PER_SECOND);
    await reads(instance, id, "fast", (one) => isFast(one.bytesPerSecond));
    await follows(instance, id, "fast", (one) => isFast(one.speed));

    const samples = await sampleWhileItRuns(instance, id);
    for (const shownAs of instancesOf(instance)) {
      for (const stream of [stage.whole, stage.delta]) {
        const steps = framesDuring(stream, samples);
        const problems = steps.flatMap((frame) => frameProblems(frame, shownAs, id, samples));
        context.expect(problems).toEqual([]);
        const progress = progressIn(steps, shownAs, id);
        context.expect(progress).toEqual([...progress].sort((a, b) => a - b));
      }
    }
  });

  it.for(TORRENT_CLIENTS)(
    "$rigClient: a download whose source dries up",
    async (instance, context) => {
      needs(instance, context);
      const id = stage.id(instance, "downloading-movie");
      const hasDried = (speed: number): boolean => speed < COUNTS_AS_DRY_BYTES_PER_SECOND;
      await setRate(stage.rig, instance.rigClient, "downloading-movie", 0);
      const dry = await reads(instance, id, "dry", (one) => hasDried(one.bytesPerSecond));
      await follows(instance, id, "dry", (one) => hasDried(one.speed) && says(dry, one));
    },
  );

  it.for(TORRENT_CLIENTS)(
    "$rigClient: a download that finds a source, and ends",
    async (instance, context) => {
      needs(instance, context);
      const id = stage.id(instance, "stalled");
      await setRate(stage.rig, instance.rigClient, "stalled", FAST_BYTES_PER_SECOND);
      await reads(instance, id, "downloading", (one) => one.bytesPerSecond > 0);
      await follows(instance, id, "Downloading", (one) => one.status === "Downloading");
      await reads(instance, id, "complete", (one) => one.progressPercent === 100);
      await follows(
        instance,
        id,
        "Seeding",
        (one) => one.status === "Seeding" && one.progress === 100,
      );
    },
  );

  it.for(USENET_CLIENTS)("$rigClient: post-processing that ends", async (instance, context) => {
    needs(instance, context);
    await releasePostProcessing(stage.rig);
    for (const key of ["post-processing", "post-queued"]) {
      const id = stage.id(instance, key);
      await reads(instance, id, "complete", (one) => one.rawState === "history: Completed");
      await follows(instance, id, "Completed", (one) => one.status === "Completed");
    }
  });

  it.for(CLIENTS)("$rigClient: a person pauses and resumes", async (instance, context) => {
    needs(instance, context);
    const id = stage.id(instance, instance.kind === "sabnzbd" ? "queued" : "stalled-partial");
    await stage.client(instance).pause(id);
    await reads(instance, id, "paused", (one) => one.expectedStatuses.join() === "Paused");
    await follows(instance, id, "Paused", (one) => one.status === "Paused");
    await stage.client(instance).resume(id);
    const resumed = await reads(
      instance,
      id,
      "resumed",
      (one) => !one.expectedStatuses.includes("Paused"),
    );
    await follows(instance, id, "resumed", (one) => says(resumed, one));
  });

  it.for(CLIENTS)("$rigClient: a person removes a download", async (instance, context) => {
    needs(instance, context);
    const id = stage.id(instance, "paused");
    await stage.client(instance).remove(id);
    await until("the client has removed it", CLIENT_LIMIT_MS, async () => {
      const readings = await stage.client(instance).read();
      return readings.some((one) => one.id === id) ? null : true;
    });
    const isGone = (frame: Frame, shownAs: ConfiguredInstance): boolean =>
      shownOf(frame, shownAs, id) === undefined;
    for (const shownAs of instancesOf(instance)) {
      for (const stream of [stage.whole, stage.delta]) {
        await stream.waitFor(
          `${shownAs.id} no longer shows it`,
          FOLLOW_LIMIT_MS,
          (frame) => isGone(frame, shownAs),
          (frame) => `still ${shownOf(frame, shownAs, id)?.status ?? "there"}`,
        );
      }
    }
  });
});

describe("after all that", () => {
  it.for(INSTANCES)("$id: the sum of all steps is still true", async (instance, context) => {
    needs(instance, context);
    await stage.agreement(instance, async () => stage.delta.newest());
    await stage.agreement(instance, async () => stage.whole.newest());
    await stage.agreement(instance, () => stage.rest());
  });
});

describe.concurrent("a real client that stops answering", () => {
  it.for(CLIENTS)(
    "$rigClient: its downloads stay, marked old, until it is back",
    async (instance, context) => {
      needs(instance, context);
      const before = of(instance, stage.whole.newest().downloads).length;
      await freeze(stage.rig, instance.rigClient);
      try {
        for (const shownAs of instancesOf(instance)) {
          const frame = await sourceBecomes(shownAs, "stale");
          context.expect(of(shownAs, frame.dashboard.downloads)).toHaveLength(before);
        }
      } finally {
        await thaw(stage.rig, instance.rigClient);
      }
      for (const shownAs of instancesOf(instance)) {
        await sourceBecomes(shownAs, "ok");
        await stage.agreement(shownAs, async () => stage.delta.newest());
      }
    },
  );
});

/** Every download of the rig's plan is among the readings: an empty reading would agree with an empty list. */
function expectWholePlan(instance: ConfiguredInstance, readings: readonly Reading[]): void {
  const { downloads } = stage.rig.clients[instance.rigClient] ?? { downloads: [] };
  const planned = downloads.map((one) => one.infohash ?? one.nzoId ?? "");
  expect(readings.map((one) => one.id).sort()).toEqual(planned.sort());
}

/** Waits until the client itself says so. */
function reads(
  instance: ConfiguredInstance,
  id: string,
  what: string,
  wants: (reading: Reading) => boolean,
): Promise<Reading> {
  return until(`${instance.rigClient} says ${what}`, CLIENT_LIMIT_MS, async () => {
    const reading = (await stage.client(instance).read()).find((one) => one.id === id);
    if (reading === undefined) throw new Error("it is not in the client");
    if (wants(reading)) return reading;
    throw new Error(`${reading.rawState}, ${reading.bytesPerSecond} B/s`);
  });
}

/** Waits until both streams show it, in every instance that leads to the client. */
async function follows(
  instance: ConfiguredInstance,
  id: string,
  what: string,
  wants: (shown: Shown) => boolean,
): Promise<void> {
  const since = performance.now();
  const waits = instancesOf(instance).flatMap((shownAs) =>
    [stage.whole, stage.delta].map((stream) =>
      stream.waitFor(
        `${shownAs.id} shows ${what}`,
        FOLLOW_LIMIT_MS,
        (frame) => {
          const shown = shownOf(frame, shownAs, id);
          return shown !== undefined && wants(shown);
        },
        (frame) => {
          const shown = shownOf(frame, shownAs, id);
          return shown === undefined
            ? "not shown"
            : `${shown.status}, ${shown.speed} B/s, ${shown.progress} %`;
        },
      ),
    ),
  );
  await Promise.all(waits);
  delaysMs.push(performance.now() - since);
}

function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return Math.round(sorted[Math.floor((sorted.length - 1) * share)] ?? 0);
}

/** Whether what is shown is a word for what was read. */
function says(reading: Reading, shown: Shown): boolean {
  return reading.expectedStatuses.includes(shown.status);
}

function shownOf(
  frame: Frame,
  { id: instanceId }: ConfiguredInstance,
  id: string,
): Shown | undefined {
  return frame.dashboard.downloads.find((one) => one.instanceId === instanceId && one.id === id);
}

/** Reads the client again and again until every stream has shown the download getting on. */
async function sampleWhileItRuns(
  instance: ConfiguredInstance,
  id: string,
): Promise<readonly Sample[]> {
  const samples: Sample[] = [];
  const stepsSeen = (): readonly number[] =>
    instancesOf(instance).flatMap((shownAs) =>
      [stage.whole, stage.delta].map((stream) => {
        const progress = progressIn(framesDuring(stream, samples), shownAs, id);
        return new Set(progress).size;
      }),
    );
  await until(
    `every stream has shown ${STEPS_OF_PROGRESS} steps of progress`,
    CLIENT_LIMIT_MS,
    async () => {
      samples.push(await stage.sample(instance));
      const seen = stepsSeen();
      if (seen.every((steps) => steps >= STEPS_OF_PROGRESS)) return true;
      throw new Error(`steps on each stream: ${seen.join(", ")}`);
    },
    SAMPLE_EVERY_MS,
  );
  return samples;
}

function progressIn(
  frames: readonly Frame[],
  shownAs: ConfiguredInstance,
  id: string,
): readonly number[] {
  return frames.map((frame) => shownOf(frame, shownAs, id)?.progress ?? 0);
}

/** The frames that came while there were samples, with enough of them before. */
function framesDuring(stream: EventStream, samples: readonly Sample[]): readonly Frame[] {
  const from = (samples[0]?.answeredAt ?? 0) + LAG_MS;
  const to = samples.at(-1)?.askedAt ?? 0;
  return stream.frames.filter(({ at }) => at > from && at < to);
}

/** What a frame shows must lie between the readings of the seconds before it and the next one after. */
function frameProblems(
  frame: Frame,
  instance: ConfiguredInstance,
  id: string,
  samples: readonly Sample[],
): readonly string[] {
  const next = samples.find(({ askedAt }) => askedAt >= frame.at);
  const around = samples.filter(
    (one) => one.answeredAt > frame.at - LAG_MS && one.askedAt <= (next?.askedAt ?? frame.at),
  );
  const readings = around.flatMap((sample) => sample.readings.filter((one) => one.id === id));
  const shown = shownOf(frame, instance, id);
  return shown === undefined ? ["not shown"] : fieldDisagreements(shown, readings);
}

function sourceBecomes({ id }: ConfiguredInstance, state: string): Promise<Frame> {
  const source = (frame: Frame): Frame["dashboard"]["sources"][number] | undefined =>
    frame.dashboard.sources.find((one) => one.id === id);
  return stage.delta.waitFor(
    `${id} is ${state}`,
    FROZEN_LIMIT_MS,
    (frame) => source(frame)?.state === state && (state === "ok" || source(frame)?.reason !== null),
    (frame) => JSON.stringify(source(frame)),
  );
}
