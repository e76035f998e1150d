import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import { Chance } from "../../../demo/household/chance.ts";
import type { Browser } from "../browser.ts";
import { TestClock } from "../test-clock.ts";
import type { Census } from "./census.ts";
import { TimedServer } from "./timed-server.ts";
import { PEOPLE, type Person } from "./cast.ts";
import { House } from "./house.ts";
import { Lag } from "./lag.ts";
import { Ledger } from "./ledger.ts";
import { Moments } from "./moments.ts";
import { checkPromises, type Watched } from "./promises.ts";
import { createSimulators, HouseholdClocks, secretsOf, settingsFor } from "./simulators.ts";
import { Tab } from "./tab.ts";
import { describeUpstreams } from "./upstreams.ts";
import { nameOf, Watchman } from "./watchman.ts";
import { Weather } from "./weather.ts";

export interface ChaosOptions {
  /** The same seed brews the same weather; how it meets the server differs from run to run. */
  readonly seed: number;
  /** How long faults rage, calms included. */
  readonly seconds: number;
}

export interface ChaosReport {
  /** What was not as it should be; empty when all was well. */
  readonly complaints: readonly string[];
  /** The last of what happened, for whoever wants to know why. */
  readonly story: readonly string[];
  /** Numbers that show that something happened. */
  readonly deeds: Readonly<Record<string, number>>;
  /** What the server held in each calm. */
  readonly censuses: readonly Census[];
  readonly exitCode: number | null;
  readonly stderr: string;
}

/** The server's time runs so much faster than the real one: minutes of back-off become seconds. */
const SPEED = 5;
const POLL_INTERVAL_MS = 5_000;
const FALLBACK_MINUTES = 1;
const TABS = 50;
const FULL_HOUSE = 60;
const STORM_MS = 20_000;
/** Longer than any wait after a fault that Weather makes (five minutes of the server's after a third refusal of a login). */
const CALM_WITHIN_MS = 75_000;
const LIFE_EVERY_MS = 300;
const CHECK_EVERY_MS = 200;
const LOSE_TAB_EVERY_MS = 400;
const NEWCOMER_EVERY_MS = 1_500;
const PUT_CLOCK_EVERY_MS = 4_000;
const HOUR_MS = 3_600_000;
const MOST_PUT_MS = 3 * HOUR_MS;
/** SABnzbd and others tell progress in their own units. */
const PROGRESS_TOLERANCE = 0.2;
const MOST_STORY = 1_000;
const SECRET = "webhook-secret-of-chaos";

/**
 * Lets everything go wrong for a while, in front of fifty tabs, and says what was not as promised. Ends soon once something
 * was not.
 */
export async function runChaos({ seed, seconds }: ChaosOptions): Promise<ChaosReport> {
  const chaos = await Chaos.begin(seed);
  try {
    const until = Date.now() + seconds * 1_000;
    do {
      await chaos.storm(Math.min(STORM_MS, Math.max(5_000, until - Date.now())));
      await chaos.calm();
    } while (Date.now() < until && chaos.isFine);
    return await chaos.report();
  } finally {
    await chaos.end();
  }
}

class Chaos {
  readonly #chance: Chance;
  readonly #clocks: HouseholdClocks;
  readonly #simulators: ReturnType<typeof createSimulators>;
  readonly #house: House;
  readonly #watched: readonly Watched[];
  readonly #watchman: Watchman;
  readonly #story: string[] = [];
  readonly #beganAt = Date.now();
  readonly #lag = new Lag(async () => await this.#server?.signOfLife());
  readonly #grabs = new Moments();
  readonly #clockPuts = new Moments();
  readonly #dataDir = mkdtempSync(join(tmpdir(), "sofarr-chaos-"));
  readonly #tabs: Tab[] = [];
  readonly #censuses: Census[] = [];
  readonly #deeds: Record<string, number> = {};
  readonly #timers = new Set<NodeJS.Timeout>();
  #server: TimedServer | null = null;
  #log = "";
  #clockIsWrongByMs = 0;
  #worstLagMs = 0;

  private constructor(seed: number) {
    const tell = (what: string): void => this.#tell(what);
    this.#chance = new Chance(seed);
    const time = new TestClock(SPEED);
    this.#clocks = new HouseholdClocks(() => time.now());
    this.#simulators = createSimulators(this.#chance, this.#clocks);
    this.#house = new House({
      chance: this.#chance,
      simulators: this.#simulators,
      tell,
    });
    this.#watched = describeUpstreams(this.#simulators).map((upstream, at) => ({
      weather: new Weather(upstream, this.#clocks, seed * 1_000 + at, tell),
      ledger: new Ledger(upstream),
      sparedForMs: upstream.id === "sonarr-main" ? FALLBACK_MINUTES * 60_000 : 0,
    }));
    this.#watchman = new Watchman(
      this.#house,
      this.#watched.map(({ weather }) => weather.upstream.id),
      tell,
    );
  }

  static async begin(seed: number): Promise<Chaos> {
    const chaos = new Chaos(seed);
    await Promise.all(chaos.#watched.map(({ weather }) => weather.upstream.server.start()));
    while (chaos.#house.size < FULL_HOUSE / 2) chaos.#house.begin();
    chaos.#server = await TimedServer.start(
      {
        PORT: "0",
        HOST: "127.0.0.1",
        LOG_LEVEL: "info",
        DATA_DIR: chaos.#dataDir,
        POLL_INTERVAL: String(POLL_INTERVAL_MS),
        SOFARR_WEBHOOK_SECRET: SECRET,
        WEBHOOK_FALLBACK_TIMEOUT: String(FALLBACK_MINUTES),
        ...settingsFor(chaos.#simulators),
      },
      SPEED,
      (text) => chaos.#read(text),
    );
    await chaos.#openTabs();
    await chaos.calm();
    return chaos;
  }

  /** Everything goes wrong that can, while the household lives on. */
  async storm(ms: number): Promise<void> {
    for (const { weather } of this.#watched) weather.brew();
    this.#every(LIFE_EVERY_MS, () => this.#live());
    this.#every(LOSE_TAB_EVERY_MS, () => this.#loseTab());
    this.#every(NEWCOMER_EVERY_MS, () => this.#visit());
    this.#every(PUT_CLOCK_EVERY_MS, () => this.#putClock());
    this.#every(CHECK_EVERY_MS, () => this.#check());
    await sleep(ms);
    for (const timer of this.#timers) clearInterval(timer);
    this.#timers.clear();
  }

  /** All faults end: soon every tab shows the truth again. Then what the server holds is counted. */
  async calm(): Promise<void> {
    await Promise.all(this.#watched.map(({ weather }) => weather.clear()));
    await this.#becomeTrue(() => this.#check());
    if (this.#server === null || !this.isFine) return;
    this.#censuses.push(await this.#server.census());
    this.#count("calms");
    // It stood still for seconds meanwhile, as nothing does in life: reads may have missed their deadlines by that.
    await this.#becomeTrue(() => {});
    this.#lag.forget();
  }

  /** Waits until every tab shows the truth; complains when that takes too long. */
  async #becomeTrue(check: () => void): Promise<void> {
    const until = Date.now() + CALM_WITHIN_MS;
    for (;;) {
      await sleep(CHECK_EVERY_MS);
      check();
      const wrong = [...this.#unwell(), ...this.#tabs.flatMap((tab) => this.#untrue(tab))];
      if (wrong.length === 0 || !this.isFine) return;
      if (Date.now() < until + this.#lag.worstMs) continue;
      for (const what of wrong) this.#watchman.complain(`after the storm: ${what}`);
    }
  }

  async report(): Promise<ChaosReport> {
    for (const secret of [
      SECRET,
      ...secretsOf(this.#simulators),
      ...PEOPLE.map((one) => one.password),
    ]) {
      if (this.#log.includes(secret)) this.#watchman.complain("a secret is in the log");
    }
    for (const tab of this.#tabs) tab.lose();
    const exitCode = (await this.#server?.stop()) ?? null;
    const reads = this.#watched.reduce((sum, { ledger }) => sum + ledger.total, 0);
    const { complaints, moments, agreements } = this.#watchman;
    return {
      complaints,
      story: this.#story,
      deeds: { ...this.#deeds, moments, agreements, reads, "worst lag in ms": this.#worstLagMs },
      censuses: this.#censuses,
      exitCode,
      stderr: this.#server?.stderr ?? "",
    };
  }

  async end(): Promise<void> {
    this.#lag.stop();
    for (const timer of this.#timers) clearInterval(timer);
    await this.#server?.stop();
    await Promise.all(this.#watched.map(({ weather }) => weather.clear()));
    await Promise.all(this.#watched.map(({ weather }) => weather.upstream.server.stop()));
    rmSync(this.#dataDir, { recursive: true, force: true });
  }

  get #running(): TimedServer {
    if (this.#server === null) throw new Error("the server was not started");
    return this.#server;
  }

  /** Whether all has been as promised up to now. */
  get isFine(): boolean {
    return this.#watchman.complaints.length === 0;
  }

  async #openTabs(): Promise<void> {
    const browsers = new Map<Person, Browser>();
    for (const person of PEOPLE) {
      const browser = this.#running.browser(person.address);
      const { status, text } = await browser.login(person.name, person.password);
      if (status !== 200) throw new Error(`${person.name} could not sign in: ${text}`);
      browsers.set(person, browser);
    }
    for (let at = 0; at < TABS; at += 1) {
      const person = PEOPLE[at % PEOPLE.length] as Person;
      const round = Math.floor(at / PEOPLE.length);
      const looking = { person, showAll: person.isAdmin && round < 3, isDelta: round !== 1 };
      const tab = new Tab(browsers.get(person) as Browser, looking, this.#watchman);
      this.#tabs.push(tab);
    }
    this.#watchman.reference = this.#tabs[0] ?? null;
    await Promise.all(this.#tabs.map((tab) => tab.open()));
  }

  /** Something happens in the household. */
  #live(): void {
    const { size } = this.#house;
    if (size < FULL_HOUSE && this.#chance.next() < 0.6) {
      const arrId = this.#house.begin();
      if (arrId === "sonarr-main") void this.#tellOfGrab();
      this.#count("begun");
    }
    if (this.#chance.next() < size / FULL_HOUSE / 2) {
      this.#house.end();
      this.#count("ended");
    }
    if (this.#chance.next() < 0.1) this.#house.import();
    this.#house.moveOn();
  }

  /** What Sonarr sends; what it says is not believed, only that something happened. */
  async #tellOfGrab(): Promise<void> {
    this.#grabs.note(Date.now());
    const body = { eventType: "Grab", series: { id: this.#chance.whole(1, 1e6) } };
    const { status } = await this.#stranger().post(
      "/api/webhook/sonarr?instance=sonarr-main",
      body,
      {
        headers: { "x-sofarr-webhook-secret": SECRET },
      },
    );
    if (status !== 200) this.#watchman.complain(`a webhook was answered ${status}`);
    this.#count("webhooks");
  }

  #loseTab(): void {
    const { reference } = this.#watchman;
    const tab = this.#chance.pick(this.#tabs.filter((one) => one !== reference));
    tab.lose();
    // At times it has forgotten where it was, as after a reload.
    if (this.#chance.next() < 0.3) tab.lastEventId = null;
    void tab.open().catch((error: unknown) => {
      this.#watchman.complain(`${nameOf(tab)}: ${String(error)}`);
    });
    this.#count("reconnects");
  }

  /** Somebody signs in elsewhere, looks at everything once, and leaves. */
  #visit(): void {
    void this.#visitAs(this.#chance.pick(PEOPLE)).catch((error: unknown) => {
      this.#watchman.complain(`a visit failed: ${String(error)}`);
    });
  }

  async #visitAs(person: Person): Promise<void> {
    const mediaServer = this.#weatherOf("media-server");
    const browser = this.#stranger();
    const wellSince = mediaServer.wellSince;
    const { status, text } = await browser.login(person.name, person.password);
    const wasWell = wellSince !== null && wellSince === mediaServer.wellSince;
    if (status !== 200) {
      if (wasWell || (status !== 502 && status !== 503)) {
        this.#watchman.complain(`${person.name} could not sign in: ${status} ${text}`);
      }
      this.#count("visits turned away");
      return;
    }
    const paths = ["/api/dashboard/user-downloads", "/api/history/recent", "/api/ombi/requests"];
    if (person.isAdmin) paths.push("/api/status/status");
    for (const path of paths) {
      const answer = await browser.get(path);
      if (answer.status !== 200) this.#watchman.complain(`${path} was answered ${answer.status}`);
      if (person.isAdmin) continue;
      for (const belonging of this.#house.namedIn(answer.text)) {
        if (belonging?.owners.has(person.name) === true) continue;
        this.#watchman.complain(
          `${person.name}: ${path} names ${belonging?.title ?? "a stranger"}`,
        );
      }
    }
    const out = await browser.post("/api/auth/logout");
    if (out.status !== 200) this.#watchman.complain(`sign-out was answered ${out.status}`);
    this.#count("visits");
  }

  /** Somebody sets the machine's time, to and fro. */
  #putClock(): void {
    const wrongByMs = this.#chance.whole(-MOST_PUT_MS, MOST_PUT_MS);
    this.#tell(`the server's clock is put ${Math.round(wrongByMs / 1000)} s wrong`);
    const byMs = wrongByMs - this.#clockIsWrongByMs;
    this.#clockIsWrongByMs = wrongByMs;
    this.#clockPuts.note(Date.now());
    void this.#running.putClock(byMs).catch(() => {});
    this.#count("clocks put");
  }

  #check(): void {
    const now = Date.now();
    const { isAlive, stderr } = this.#running;
    if (!isAlive) this.#watchman.complain("the server has ended");
    if (stderr !== "") this.#watchman.complain(`the server wrote: ${stderr.slice(0, 2_000)}`);
    const { worstMs: lateMs, stalledTill } = this.#lag;
    this.#worstLagMs = Math.max(this.#worstLagMs, lateMs);
    const facts = {
      now,
      speed: SPEED,
      lateMs,
      stalledTill,
      grabs: this.#grabs,
      clockPuts: this.#clockPuts,
    };
    for (const watched of this.#watched) checkPromises(watched, this.#watchman, facts);
  }

  #unwell(): string[] {
    return [...this.#watchman.sources.values()]
      .filter(({ state }) => state !== "ok")
      .map(({ id, state, reason }) => `${id} is ${state}: ${reason}`);
  }

  /** What a tab shows that is not so. */
  #untrue(tab: Tab): string[] {
    const { person, showAll } = tab.looking;
    const expected = this.#house.keysOf(showAll ? null : person);
    const progress = this.#house.progress();
    const { view } = tab.moment;
    return [
      ...[...expected].filter((key) => !view.has(key)).map((key) => `does not show ${key}`),
      ...[...view.keys()].filter((key) => !expected.has(key)).map((key) => `still shows ${key}`),
      ...[...view]
        .filter(
          ([key, one]) =>
            Math.abs((progress.get(key) ?? one.progress) - one.progress) > PROGRESS_TOLERANCE,
        )
        .map(([key, one]) => `shows ${key} at ${one.progress}, not at ${progress.get(key)}`),
    ].map((what) => `${nameOf(tab)} ${what}`);
  }

  #weatherOf(id: string): Weather {
    const found = this.#watched.find(({ weather }) => weather.upstream.id === id);
    if (found === undefined) throw new Error(`no upstream ${id}`);
    return found.weather;
  }

  #stranger(): Browser {
    return this.#running.browser(
      `127.9.${this.#chance.whole(1, 254)}.${this.#chance.whole(1, 254)}`,
    );
  }

  #every(ms: number, call: () => void): void {
    this.#timers.add(setInterval(call, ms));
  }

  /** Nothing that goes wrong outside is an error of the server's own. */
  #read(text: string): void {
    this.#log += text;
    for (const line of text.split("\n")) {
      if (/"level":[56]0/u.test(line)) this.#watchman.complain(`the log says ${line}`);
    }
  }

  #tell(what: string): void {
    const seconds = ((Date.now() - this.#beganAt) / 1_000).toFixed(2);
    this.#story.push(`${seconds} ${what}`);
    if (this.#story.length > MOST_STORY) this.#story.shift();
  }

  #count(deed: string): void {
    this.#deeds[deed] = (this.#deeds[deed] ?? 0) + 1;
  }
}
