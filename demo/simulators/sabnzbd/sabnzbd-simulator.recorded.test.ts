import { readFileSync } from "node:fs";

import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { askJson, askListing, askRaw } from "./ask-sabnzbd.ts";
import { createSabnzbdSimulator, type SabnzbdSimulator } from "./sabnzbd-simulator.ts";
import type { SabnzbdVersion } from "./sabnzbd-version.ts";

const MIB = 1024 * 1024;
const NOW = Date.UTC(2026, 10, 23, 9, 44);

/** What the recorded queue was doing: its five jobs, with the sizes it told. */
const RECORDED: Partial<Record<SabnzbdVersion, { show: string; movie: string; left: number }>> = {
  "4.5.0": { show: "Paper.Lanterns", movie: "Letters.From.Brae.2020", left: 22.69 },
  "5.1.3": { show: "Candle.Street", movie: "Under.a.Paper.Sky.2021", left: 22.496 },
};

function recorded(version: SabnzbdVersion, file: string): Record<string, unknown> {
  const text = readFileSync(new URL(`fixtures/${version}/${file}`, import.meta.url), "utf8");
  return JSON.parse(text) as Record<string, unknown>;
}

function recordedSlots(version: SabnzbdVersion, file: string, key: string) {
  const { slots, ...head } = recorded(version, file)[key] as Record<string, unknown>;
  return { head, slots: slots as Record<string, unknown>[] };
}

/** Key to type, `null` being its own type: what two answers must have in common. */
function shapeOf(value: unknown): Record<string, string> {
  return Object.fromEntries(
    Object.entries(value as object).map(([key, part]) => [
      key,
      part === null ? "null" : Array.isArray(part) ? "array" : typeof part,
    ]),
  );
}

for (const [version, { show, movie, left }] of Object.entries(RECORDED) as [
  SabnzbdVersion,
  { show: string; movie: string; left: number },
][]) {
  describe(`a simulated SABnzbd ${version} against the recorded one`, () => {
    let simulator: SabnzbdSimulator;
    beforeEach(async () => {
      simulator = createSabnzbdSimulator({ version, now: () => NOW });
      await simulator.start();
    });
    afterEach(() => simulator.stop());

    /** Puts the simulator into the state the recorded program was in. */
    function refill(): void {
      const [first, second, third, fourth, fifth] = recordedSlots(version, "queue.json", "queue")
        .slots as { nzo_id: string; time_added?: number }[];
      const job = (
        slot: { nzo_id: string; time_added?: number } | undefined,
        title: string,
        mib: number,
      ) => ({
        id: slot?.nzo_id ?? "",
        title: `${title}-RIG`,
        sizeBytes: mib * MIB,
        category: title.startsWith(show) ? "tv-sonarr" : "radarr",
        addedAt: (slot?.time_added ?? NOW / 1000) * 1000,
      });
      simulator.add({
        ...job(first, `${show}.S02E01.1080p.WEB-DL.DDP5.1.H.264`, 24.72),
        progress: 1 - left / 24.72,
        bytesPerSecond: 16 * 1024,
      });
      simulator.add({ ...job(second, `${movie}.1080p.BluRay.x264`, 6.18) });
      simulator.add({
        ...job(third, `${show}.S02E02.1080p.WEB-DL.DDP5.1.H.264`, 4.12),
        state: "paused",
      });
      const propagating = simulator.add({
        ...job(fourth, `${show}.S02E03.1080p.WEB-DL.DDP5.1.H.264`, 3.09),
      });
      simulator.setDetail(propagating.id, {
        queueStatus: "Propagating",
        labels: ["PROPAGATING 1438 min"],
      });
      const grabbing = simulator.add({
        ...job(fifth, `${show}.S02E04.1080p.WEB-DL.DDP5.1.H.264`, 0),
        state: "metadata",
      });
      const wait = version === "4.5.0" ? "WAIT 43127 sec" : "WAIT 43117 sec";
      simulator.setDetail(grabbing.id, { labels: [wait] });
    }

    test.each(["queue.json", "queue.globally-paused.json", "queue.limit-2.json"])(
      "the same jobs give the same slots as in %s",
      async (file) => {
        refill();
        if (file.includes("paused")) await askJson(simulator, "pause");
        const { slots } = await askListing(
          simulator,
          "queue",
          file.includes("limit-2") ? { start: "1", limit: "2" } : {},
        );
        const real = recordedSlots(version, file, "queue").slots;
        // When the posts were made is not simulated.
        const withoutAge = (slot: Record<string, unknown>) => ({ ...slot, avg_age: "" });
        expect(slots.map(withoutAge)).toEqual(real.map(withoutAge));
      },
    );

    test.each(["queue.json", "queue.globally-paused.json", "queue.limit-2.json"])(
      "the queue's head has the fields, types and sums of %s",
      async (file) => {
        refill();
        if (file.includes("paused")) await askJson(simulator, "pause");
        const { head } = await askListing(
          simulator,
          "queue",
          file.includes("limit-2") ? { start: "1", limit: "2" } : {},
        );
        const real = recordedSlots(version, file, "queue").head;
        expect(shapeOf(head)).toEqual(shapeOf(real));
        const told = (from: Record<string, unknown>) =>
          [
            "version paused pause_int kbpersec speed mb mbleft size sizeleft status timeleft quota",
            "noofslots_total noofslots start limit finish diskspace1 speedlimit left_quota",
          ]
            .join(" ")
            .split(" ")
            .map((key) => [key, from[key]]);
        expect(told(head)).toEqual(told(real));
      },
    );

    test("history slots in post-processing, failed and completed have the recorded fields and types", async () => {
      const [waiting, running, failed, completed] = recordedSlots(
        version,
        "history.json",
        "history",
      ).slots;
      simulator.add({ title: "Done", state: "completed" });
      simulator.add({ title: "Broken", state: "failed" });
      const active = simulator.add({ title: "Active", state: "verifying" });
      simulator.setDetail(active.id, { postProcessing: "Running", actionLine: "Running script" });
      const next = simulator.add({ title: "Next", state: "verifying" });
      simulator.setDetail(next.id, { postProcessing: "Queued" });
      const { slots, head } = await askListing(simulator, "history");
      const order = ["Next", "Active", "Broken", "Done"];
      expect(slots.map((slot) => slot["name"])).toEqual(order);
      expect(slots.map(shapeOf)).toEqual([waiting, running, failed, completed].map(shapeOf));
      for (const key of ["status", "loaded", "retry", "completeness", "url", "report"]) {
        expect(slots.map((slot) => slot[key])).toEqual(
          [waiting, running, failed, completed].map((slot) => slot?.[key]),
        );
      }
      expect(shapeOf(head)).toEqual(
        shapeOf(recordedSlots(version, "history.json", "history").head),
      );
    });

    test.each([
      ["auth.json", "auth", {}],
      ["version.json", "version", {}],
      ["unknown-mode.json", "nope", {}],
      ["warnings.json", "warnings", {}],
      ["get_cats.json", "get_cats", {}],
      ["get_config.categories.json", "get_config", { section: "categories" }],
    ])("%s is answered word for word", async (file, mode, query) => {
      simulator.settings.categories = ["*", "tv-sonarr", "radarr", "movies", "tv"];
      expect(await askJson(simulator, mode, query)).toEqual(recorded(version, file));
    });

    test("the full status has the recorded fields, and more when the dashboard is not skipped", async () => {
      const real = shapeOf(recorded(version, "fullstatus.json")["status"]);
      for (const mode of ["fullstatus", "status"]) {
        const short = (await askJson(simulator, mode, { skip_dashboard: "1" }))["status"];
        expect(shapeOf(short)).toEqual(real);
      }
      const long = (await askJson(simulator, "fullstatus"))["status"];
      expect(long).toHaveProperty("dnslookup");
    });

    test("a wrong key is refused with the recorded status, type and text", async () => {
      const real = readFileSync(
        new URL(`fixtures/${version}/wrong-key.txt`, import.meta.url),
        "utf8",
      );
      const answer = await askRaw(simulator, { mode: "queue", output: "json", apikey: "wrong" });
      expect(real.split("\n")[0]).toBe(`HTTP ${answer.status}`);
      expect(real).toContain(`Content-Type: ${String(answer.headers["content-type"])}`);
      expect(real).toContain(`Server: ${String(answer.headers.server)}`);
      expect(real.trimEnd().endsWith(`\n${answer.body}`)).toBe(true);
    });
  });
}
