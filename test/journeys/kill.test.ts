import { cpSync, existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { ChildServer } from "./child-server.ts";
import { Chance } from "../../demo/household/chance.ts";
import { grabEpisode, startHousehold, type Household } from "./household.ts";
import { MortalLife } from "./mortal-life.ts";

/** `KILL_ROUNDS=100` is the long run; `KILL_SEED` repeats one by the seed it printed. */
const ROUNDS = Number(process.env["KILL_ROUNDS"] ?? 10);
const SEED = Number(process.env["KILL_SEED"] ?? Date.now() % 1_000_000);
/** When it is killed, in turn. */
const MOMENTS = ["busy", "stopping", "busy", "starting", "busy"] as const;
const MS_PER_ROUND = 60_000;
const PEOPLE = 12;
const LONGEST_LIFE_MS = 700;
const LONGEST_START_MS = 1_200;
const LONGEST_STOP_MS = 120;
/** Asked after each kill; after the last one everybody is. */
const ASKED_EACH_TIME = 25;
const WARN = 40;
const FIRST_STARTS = 4;
const LONGEST_CREATION_MS = 25;

describe(`killed at any moment (KILL_SEED=${SEED})`, () => {
  let household: Household;
  let server: ChildServer | null;
  let chance: Chance;

  beforeEach(async () => {
    server = null;
    chance = new Chance(SEED);
    household = await startHousehold();
  });
  afterEach(async () => {
    await server?.end("SIGKILL");
    await household.stop();
  });

  const settings = (): Record<string, string> => ({
    ...household.environment,
    TRUST_PROXY: "true",
    LOG_LEVEL: "info",
  });

  /** Kills it while it starts, while it is busy, or while it stops. */
  async function liveAndDie(life: MortalLife, when: (typeof MOMENTS)[number]): Promise<void> {
    if (when === "starting") {
      server = await ChildServer.launch(settings());
      await sleep(chance.between(0, LONGEST_START_MS));
      await server.end("SIGKILL");
      return;
    }
    server = await ChildServer.start(settings());
    await life.check(server, ASKED_EACH_TIME);
    expect(server.log.filter(({ level }) => level >= WARN)).toEqual([]);
    const living = life.live(server);
    await sleep(chance.between(0, LONGEST_LIFE_MS));
    if (when === "stopping") {
      server.signal("SIGTERM");
      await sleep(chance.between(0, LONGEST_STOP_MS));
    }
    await server.end("SIGKILL");
    await living;
  }

  /** What it left behind, looked at without touching it. */
  function lookAtRemains(life: MortalLife): void {
    if (!existsSync(join(household.dataDir, "sofarr.db"))) return;
    const copy = mkdtempSync(join(tmpdir(), "sofarr-remains-"));
    cpSync(household.dataDir, copy, { recursive: true });
    const database = new DatabaseSync(join(copy, "sofarr.db"));
    expect(database.prepare("PRAGMA integrity_check").all()).toEqual([{ integrity_check: "ok" }]);
    if (life.seen.size > 0) {
      const known = database.prepare("SELECT name FROM users").all();
      const names = known.map(({ name }) => name);
      expect([...life.seen].filter((name) => !names.includes(name))).toEqual([]);
    }
    database.close();
    rmSync(copy, { recursive: true });
  }

  /** As if everybody's rights had been confirmed long ago: whoever looks next has them asked for anew. */
  function letRightsGrowOld(): void {
    const database = new DatabaseSync(join(household.dataDir, "sofarr.db"));
    database.exec("UPDATE sessions SET checked_at = 0");
    database.close();
  }

  test(
    `${ROUNDS} times: nothing that was acknowledged is lost`,
    async () => {
      grabEpisode(household, { title: "Harbor.Lights.S01E01", tags: ["person-1"] });
      const { mediaServer, users, environment } = household;
      const life = new MortalLife({
        chance,
        people: Array.from({ length: PEOPLE }, (_, n) =>
          mediaServer.addUser({ name: `Person ${n}`, password: `password-of-${n}` }),
        ),
        admin: users.admin,
        hookSecret: environment["SOFARR_WEBHOOK_SECRET"] ?? "",
        senders: [
          { kind: "sonarr", id: "sonarr-main" },
          { kind: "sonarr", id: "sonarr-anime" },
          { kind: "radarr", id: "radarr-main" },
        ],
      });
      for (let round = 0; round < ROUNDS; round += 1) {
        await liveAndDie(life, MOMENTS[round % MOMENTS.length] ?? "busy");
        lookAtRemains(life);
        expect(life.violations, `after kill ${round + 1}`).toEqual([]);
        if (chance.next() < 0.4 && life.counts.signIns > 0) letRightsGrowOld();
      }
      server = await ChildServer.start(settings());
      await life.check(server);
      expect(life.violations).toEqual([]);
      expect(life.counts.signIns).toBeGreaterThan(0);
      expect(life.counts.events).toBeGreaterThan(0);
      process.stdout.write(
        `KILL_SEED=${SEED}: ${JSON.stringify({ kills: ROUNDS, ...life.counts, rights: checksIn(household) })}\n`,
      );
    },
    ROUNDS * MS_PER_ROUND,
  );

  test("while it makes its database: the next start finds nothing amiss", async () => {
    for (let round = 0; round < FIRST_STARTS; round += 1) {
      rmSync(household.dataDir, { recursive: true, force: true });
      server = await ChildServer.launch(settings());
      const database = join(household.dataDir, "sofarr.db");
      while (!existsSync(database)) await sleep(1);
      await sleep(chance.between(0, LONGEST_CREATION_MS));
      await server.end("SIGKILL");
      server = await ChildServer.start(settings());
      const { name, password } = household.users.alice;
      expect(await server.browser().login(name, password)).toMatchObject({ status: 200 });
      expect(server.log.filter(({ level }) => level >= WARN)).toEqual([]);
      await server.end("SIGKILL");
    }
  });
});

/** How often the media server was asked about somebody's rights. */
function checksIn({ mediaServer }: Household): number {
  return mediaServer.server.requests.filter(
    ({ method, path }) => method === "GET" && path.startsWith("/Users/"),
  ).length;
}
