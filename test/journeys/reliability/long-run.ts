import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { setTimeout as sleep } from "node:timers/promises";
import type { StatusResponse } from "@sofarr/contract";

import { Chance } from "../../../demo/household/chance.ts";
import type { Browser } from "../browser.ts";
import { TestClock } from "../test-clock.ts";
import { PEOPLE, type Person } from "./cast.ts";
import type { Census } from "./census.ts";
import { House } from "./house.ts";
import { createSimulators, HouseholdClocks, settingsFor } from "./simulators.ts";
import { Tab, type TabEvents } from "./tab.ts";
import { TimedServer } from "./timed-server.ts";
import { describeUpstreams } from "./upstreams.ts";
import { Weather, type Season } from "./weather.ts";

export interface LongRunOptions {
  readonly seed: number;
  /** How many evenings and nights; nine or more, to tell growth from chance. */
  readonly days: number;
  /** While something looks as if it grew, as many more are lived, until there are so many. */
  readonly mostDays: number;
  readonly isInDoubt: (censuses: readonly Census[]) => boolean;
}

export interface LongRunReport {
  /** One for each day, taken when everybody had left. */
  readonly censuses: readonly Census[];
  /** Numbers that show that something happened. */
  readonly deeds: Readonly<Record<string, number>>;
  /** What should not have happened. */
  readonly complaints: readonly string[];
  readonly stderr: string;
}

/** Polls come a hundred times as fast as at the usual pace: an evening has as many as some minutes have. */
const SPEED = 20;
const POLL_INTERVAL_MS = 1_000;
/** Longer than views, events and (so dated) grabs are kept. */
const SOON_FORGOTTEN_MS = 11 * 60_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Longer than anything is kept that is not kept for a month: sessions, replacements, events. */
const NIGHT_MS = DAY_MS + HOUR_MS;
/** History is kept for a month: here it is too old from the beginning, so that it does not come together. */
const GRABBED_AGO_MS = 31 * DAY_MS;
/** As many things happen each evening, however slow the machine is. */
const STEPS_PER_EVENING = 100;
const STEP_MS = 15;
const QUIET_WITHIN_MS = 20_000;
const FULL_HOUSE = 40;
const POSTERS = 1;
/** Few enough that all have called before the counting begins, enough that none of them meets a limit. */
const ADDRESSES_PER_DAY = 5;
/** Without what hangs: a sign-in would wait for its deadline, which is of the real time. */
const SEASON: Season = {
  calmMs: [50, 700],
  spellMs: [30, 500],
  faults: ["reset", "status-500", "status-401", "html", "half-json", "wrong-type", "redirect"],
};
const SENDERS = ["sonarr-main", "sonarr-anime", "radarr-main", "ombi-main"] as const;
const SECRET = "webhook-secret-of-the-long-run";

/**
 * Lives through one evening after another: people come and go, downloads come and go, tags change, upstreams fail, events
 * arrive. After each, when all is quiet, it counts what the server holds; then a night passes at once.
 */
export async function runForLong(options: LongRunOptions): Promise<LongRunReport> {
  const run = await LongRun.begin(options);
  try {
    const { days, mostDays, isInDoubt } = options;
    for (let lived = 0; lived < mostDays; lived += days) {
      await run.live(days);
      if (!isInDoubt(run.censuses)) break;
    }
    return await run.report();
  } finally {
    await run.end();
  }
}

class LongRun implements TabEvents {
  readonly #chance: Chance;
  readonly #time = new TestClock(SPEED);
  readonly #simulators: ReturnType<typeof createSimulators>;
  readonly #house: House;
  readonly #weathers: readonly Weather[];
  readonly #dataDir = mkdtempSync(join(tmpdir(), "sofarr-long-run-"));
  readonly censuses: Census[] = [];
  readonly #complaints: string[] = [];
  readonly #deeds: Record<string, number> = {};
  /** What is being done at the moment; an evening ends when all of it is. */
  readonly #doing = new Set<Promise<void>>();
  #tabs: Tab[] = [];
  #server: TimedServer | null = null;
  readonly #addresses: number;
  #calls = 0;

  private constructor({ seed, mostDays }: LongRunOptions) {
    this.#addresses = ADDRESSES_PER_DAY * mostDays;
    this.#chance = new Chance(seed);
    const clocks = new HouseholdClocks(() => this.#time.now());
    this.#simulators = createSimulators(this.#chance, clocks);
    this.#house = new House({
      chance: this.#chance,
      simulators: this.#simulators,
      posters: POSTERS,
      grabbedAt: () => this.#time.now() - GRABBED_AGO_MS,
    });
    this.#weathers = describeUpstreams(this.#simulators).map(
      (upstream, at) => new Weather(upstream, clocks, seed * 1_000 + at, () => {}, SEASON),
    );
  }

  static async begin(options: LongRunOptions): Promise<LongRun> {
    const run = new LongRun(options);
    await Promise.all(run.#weathers.map(({ upstream }) => upstream.server.start()));
    run.#house.renew(FULL_HOUSE);
    run.#server = await TimedServer.start(
      {
        PORT: "0",
        HOST: "127.0.0.1",
        LOG_LEVEL: "debug",
        DATA_DIR: run.#dataDir,
        POLL_INTERVAL: String(POLL_INTERVAL_MS),
        SOFARR_WEBHOOK_SECRET: SECRET,
        ...settingsFor(run.#simulators),
      },
      SPEED,
      () => {},
    );
    return run;
  }

  async live(days: number): Promise<void> {
    for (let day = 0; day < days; day += 1) {
      await this.#evening();
      await this.#night();
    }
  }

  moment(): void {
    this.#count("events");
  }

  broken(_tab: Tab, what: string): void {
    this.#complain(what);
  }

  async #evening(): Promise<void> {
    for (const weather of this.#weathers) weather.brew();
    this.#do(() => this.#replaceSomething());
    for (let step = 0; step < STEPS_PER_EVENING; step += 1) {
      this.#live();
      this.#do(() => this.#comeOrGo());
      this.#do(() => this.#tellOfSomething());
      await sleep(STEP_MS);
    }
    await Promise.all(this.#doing);
    for (const tab of this.#tabs) tab.lose();
    this.#tabs = [];
    await Promise.all(this.#weathers.map((weather) => weather.clear()));
    for (const { upstream } of this.#weathers) upstream.server.requests.length = 0;
    this.#house.renew(FULL_HOUSE);
    this.#house.forgetGoneBefore(Date.now());
    this.#count("evenings");
  }

  /** When nobody is there any more and all sources are well, what is held is counted; then it is the next evening. */
  async #night(): Promise<void> {
    const person = PEOPLE[0] as Person;
    const admin = await this.#signedIn(person);
    // While somebody watches, sources are soon well again.
    const last = new Tab(admin, { person, showAll: true, isDelta: true }, this);
    await last.open();
    // Those that can say so by themselves need not be waited for.
    await Promise.all(SENDERS.map((sender) => this.#tellOfNews(sender)));
    await this.#until(admin, whatIsUnwell);
    await this.#until(admin, ({ cache }) => this.#whatIsOld(last, cache));
    last.lose();
    await this.#until(admin, ({ sse }) => (sse.clients === 0 ? null : `${sse.clients} streams`));
    await this.#putClocks(SOON_FORGOTTEN_MS);
    // What is old is forgotten when something new comes.
    await Promise.all(SENDERS.map((sender) => this.#tellOfNews(sender)));
    const status = await this.#until(admin, whoIsThere);
    const caches = Object.entries(status.cache).map(
      ([name, { entries }]) => [`cache ${name}`, entries] as const,
    );
    this.censuses.push({
      ...(await this.#running.census()),
      ...Object.fromEntries(caches),
      ...this.#rows(),
    });
    await this.#putClocks(NIGHT_MS);
  }

  /** Whether all that is there is known, and nothing else. */
  #whatIsOld({ moment }: Tab, cache: StatusResponse["cache"]): string | null {
    const keys = this.#house.keysOf(null);
    const missing = [...keys].filter((key) => !moment.view.has(key));
    const titles = Object.entries(cache)
      .filter(([name]) => name.startsWith("library-"))
      .reduce((sum, [, { entries }]) => sum + entries, 0);
    return missing.length === 0 && moment.view.size === keys.size && titles === keys.size
      ? null
      : `${missing.length} downloads are missing of ${keys.size}, ${titles} titles are known`;
  }

  /** Rows of what is kept on disk and comes and goes. */
  #rows(): Census {
    const database = new DatabaseSync(join(this.#dataDir, "sofarr.db"), { readOnly: true });
    const count = (table: string): number =>
      Number(database.prepare(`SELECT count(*) AS rows FROM ${table}`).get()?.["rows"]);
    const rows = {
      "rows sessions": count("sessions"),
      "rows users": count("users"),
      "rows webhook_counters": count("webhook_counters"),
    };
    database.close();
    return rows;
  }

  /** Waits until nothing is to be said against the state of things. */
  async #until(
    admin: Browser,
    whatIsWrong: (status: StatusResponse) => string | null,
  ): Promise<StatusResponse> {
    const deadline = Date.now() + QUIET_WITHIN_MS;
    for (;;) {
      const status = await this.#statusFor(admin);
      const wrong = whatIsWrong(status);
      if (wrong === null) return status;
      if (Date.now() > deadline) {
        this.#complain(`it does not become quiet: ${wrong}`);
        return status;
      }
      await sleep(100);
    }
  }

  /** It is later, everywhere; what waits for its time goes on waiting. */
  async #putClocks(byMs: number): Promise<void> {
    this.#time.put(byMs);
    await this.#running.putClock(byMs);
  }

  async report(): Promise<LongRunReport> {
    if (!this.#running.isAlive) this.#complain("the server has ended");
    return await Promise.resolve({
      censuses: this.censuses,
      deeds: this.#deeds,
      complaints: this.#complaints,
      stderr: this.#running.stderr,
    });
  }

  async end(): Promise<void> {
    await this.#server?.stop();
    await Promise.all(this.#weathers.map((weather) => weather.clear()));
    await Promise.all(this.#weathers.map(({ upstream }) => upstream.server.stop()));
    rmSync(this.#dataDir, { recursive: true, force: true });
  }

  get #running(): TimedServer {
    if (this.#server === null) throw new Error("the server was not started");
    return this.#server;
  }

  /** Something happens in the household. */
  #live(): void {
    this.#house.moveOn();
    const chance = this.#chance.next();
    if (chance < 0.3) this.#house.begin();
    else if (chance < 0.6) this.#house.end();
    else if (chance < 0.7) this.#house.import();
    else if (chance < 0.8) this.#house.retag();
    this.#count("happenings");
  }

  /** Somebody comes, or one who is there leaves, loses the connection, looks at something else or signs out. */
  async #comeOrGo(): Promise<void> {
    const chance = this.#chance.next();
    const tab = this.#tabs.length === 0 ? null : this.#chance.pick(this.#tabs);
    if (tab !== null && chance < 0.3) {
      tab.lose();
      await tab.open();
      return;
    }
    if (tab !== null && chance < 0.5) {
      this.#tabs = this.#tabs.filter((one) => one !== tab);
      tab.lose();
      return;
    }
    const person = this.#chance.pick(PEOPLE);
    const browser = this.#browser();
    // The media server may be away.
    if ((await browser.login(person.name, person.password)).status !== 200) return;
    const looking = { person, showAll: chance < 0.9, isDelta: chance < 0.8 };
    const opened = new Tab(browser, looking, this);
    await opened.open();
    this.#tabs.push(opened);
    await this.#lookAround(browser);
    if (chance > 0.9) {
      this.#tabs = this.#tabs.filter((one) => one !== opened);
      opened.lose();
      await browser.post("/api/auth/logout");
    }
    this.#count("visits");
  }

  async #lookAround(browser: Browser): Promise<void> {
    const page = await browser.get("/api/dashboard/user-downloads?showAll=1");
    const poster = /"coverArt":"([^"]+)"/u.exec(page.text)?.[1];
    if (poster !== undefined) await browser.get(poster);
    await browser.get("/api/history/recent");
    await browser.get("/api/auth/csrf");
  }

  /** An event of some service. */
  async #tellOfSomething(): Promise<void> {
    await this.#tellOfNews(this.#chance.pick(SENDERS));
  }

  /** An event that never came before, after which the library of an *arr may be another one. */
  async #tellOfNews(instanceId: (typeof SENDERS)[number]): Promise<void> {
    const [kind = ""] = instanceId.split("-");
    const number = this.#chance.whole(1, 1_000_000_000);
    const body =
      kind === "ombi"
        ? { notificationType: "NewRequest", requestId: number }
        : { eventType: "Grab", movie: { id: number } };
    const headers = { "x-sofarr-webhook-secret": SECRET };
    const path = `/api/webhook/${kind}?instance=${instanceId}`;
    const { status } = await this.#browser().post(path, body, { headers });
    if (status !== 200) this.#complain(`an event was answered ${status}`);
    this.#count("webhooks");
  }

  /** An admin has something blocklisted and searched again. */
  async #replaceSomething(): Promise<void> {
    const admin = this.#browser();
    const { name, password } = PEOPLE[0] as Person;
    if ((await admin.login(name, password)).status !== 200) return;
    const { downloads } = await admin.downloads("?showAll=1");
    const stuck = downloads.find(({ arrQueueId }) => arrQueueId !== null);
    if (stuck === undefined) return;
    const { arrQueueId, arrInstanceUrl, arrContentId, arrSeriesId, arrContentType } = stuck;
    await admin.post("/api/dashboard/blocklist-search", {
      arrQueueId,
      arrType: stuck.arrType === "series" ? "sonarr" : "radarr",
      arrInstanceUrl,
      arrContentId,
      ...(arrSeriesId === null ? {} : { arrSeriesId }),
      arrContentType,
    });
    this.#count("replacements");
  }

  async #signedIn(person: Person): Promise<Browser> {
    const browser = this.#browser();
    const { status, text } = await browser.login(person.name, person.password);
    if (status !== 200) throw new Error(`${person.name} could not sign in: ${status} ${text}`);
    return browser;
  }

  async #statusFor(admin: Browser): Promise<StatusResponse> {
    const { status, text } = await admin.get("/api/status/status");
    if (status !== 200) throw new Error(`the status was answered ${status}: ${text}`);
    return JSON.parse(text) as StatusResponse;
  }

  /** A browser at one of so many addresses that none of them meets a limit. */
  #browser(): Browser {
    this.#calls += 1;
    const at = this.#calls % this.#addresses;
    return this.#running.browser(`127.7.${Math.floor(at / 250)}.${(at % 250) + 1}`);
  }

  #do(what: () => Promise<void>): void {
    const doing = what()
      .catch((error: unknown) => this.#complain(String(error)))
      .finally(() => this.#doing.delete(doing));
    this.#doing.add(doing);
  }

  #complain(what: string): void {
    if (this.#complaints.length < 20) this.#complaints.push(what);
  }

  #count(deed: string): void {
    this.#deeds[deed] = (this.#deeds[deed] ?? 0) + 1;
  }
}

/** The media server's list of people is tried again after a minute only, and nothing here needs it. */
function whatIsUnwell({ sources }: StatusResponse): string | null {
  const unwell = sources.filter(({ id, state }) => state !== "ok" && id !== "media-server");
  return unwell.length === 0 ? null : unwell.map(({ id, state }) => `${id} is ${state}`).join(", ");
}

function whoIsThere({ sse, cache }: StatusResponse): string | null {
  const views = cache["views"]?.entries ?? 0;
  return sse.clients + views === 0 ? null : `${sse.clients} streams, ${views} views`;
}
