import { EventEmitter } from "node:events";
import { describe, expect, test } from "vitest";

import { Chance } from "../../../demo/household/chance.ts";
import type { Census } from "./census.ts";
import { takeCensus } from "./census.ts";
import { whatGrew } from "./growth.ts";

/** Twelve censuses of one thing. */
const run = (name: string, valueAt: (at: number) => number): Census[] =>
  Array.from({ length: 12 }, (_, at) => ({ [name]: valueAt(at) }));

describe("growth", () => {
  test("is not what fills at first and then stays", () => {
    expect(whatGrew(run("map entries", (at) => Math.min(1_000, 300 * at)))).toEqual([]);
    expect(whatGrew(run("set entries", (at) => Math.min(1_000, 840 + 20 * at)))).toEqual([]);
  });

  test("is not what comes and goes, nor one odd value", () => {
    const chance = new Chance(7);
    expect(whatGrew(run("listeners", () => 200 + chance.whole(-20, 20)))).toEqual([]);
    expect(whatGrew(run("timers", (at) => (at === 11 ? 5_000 : 20)))).toEqual([]);
  });

  test("is what a few leave behind each time", () => {
    expect(whatGrew(run("map entries", (at) => 900 + 20 * at))).toHaveLength(1);
    expect(whatGrew(run("heap bytes", (at) => 45_000_000 + 400_000 * at))).toHaveLength(1);
    expect(whatGrew(run("resource TCPSocketWrap", (at) => 3 * at))).toHaveLength(1);
  });
});

describe("a census", () => {
  test("sees what is hidden in private: entries, listeners, timers, signals", async () => {
    const held = new Hoard();
    const before = await takeCensus();
    held.hoard(100);
    const after = await takeCensus();
    const names = ["map entries", "set entries", "listeners", "timers", "abort signals"];
    const unseen = names.filter((name) => (after[name] ?? 0) - (before[name] ?? 0) <= 80);
    expect(unseen).toEqual([]);
    expect(held.size).toBe(100);
    held.free();
  });
});

/** Everything that can be forgotten to be let go. */
class Hoard {
  readonly #map = new Map<number, object>();
  readonly #set = new Set<object>();
  readonly #emitter = new EventEmitter();
  readonly #timers: NodeJS.Timeout[] = [];
  readonly #signals: AbortSignal[] = [];

  get size(): number {
    return this.#map.size + this.#signals.length - this.#set.size;
  }

  hoard(many: number): void {
    this.#emitter.setMaxListeners(0);
    for (let at = 0; at < many; at += 1) {
      this.#map.set(at, {});
      this.#set.add({});
      this.#timers.push(setTimeout(() => {}, 60_000));
      this.#signals.push(new AbortController().signal);
      this.#emitter.on("hoarded", () => {});
    }
  }

  free(): void {
    for (const timer of this.#timers) clearTimeout(timer);
  }
}
