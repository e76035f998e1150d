import type { Browser } from "./browser.ts";
import { ChildServer, type LogLine } from "./child-server.ts";
import type { StreamEvent } from "./event-reader.ts";
import { startHousehold, type Household } from "./household.ts";
import { readPrometheusText, type Scrape } from "./prometheus-text.ts";
import type { Person } from "./reliability/cast.ts";
import { Tab, type TabEvents } from "./reliability/tab.ts";

export const PEOPLE = 100;
export const TABS_EACH = 10;
/** The first of the people. */
const ADMINS = 3;
const DOWNLOADS_EACH = 6;
/** What is open from one address, and what it took to open it, stays below the limits of an address. */
const PEOPLE_PER_ADDRESS = 25;
const METRICS_SECRET = "metrics-secret-of-the-throng";
const NAME = /neighbour-\d+/gu;
/** Makes an admin's page as large as one of thousands of downloads. */
const LONG_TITLE = ".and.its.long.title".repeat(20);
const LOOK_EVERY_MS = 25;
const MOST_COMPLAINTS = 20;
/** As the log has it. */
const ERROR = 50;

/** What a tab was told so far. */
interface Told {
  characters: number;
  /** The oldest step that is still on the screen. */
  step: number;
}

/**
 * A hundred people with ten tabs each, all open, at the shipped server: members who see their own, admins who see
 * everything; whole pages and steps, compressed and not. Everybody's downloads go on in steps that can be told apart.
 */
export class Throng implements TabEvents {
  readonly tabs: readonly Tab[];
  /** What was not as it must be, in words. */
  readonly complaints: string[] = [];
  /** How far every download is. */
  step = 1;
  readonly #household: Household;
  readonly #server: ChildServer;
  readonly #ids: readonly string[];
  readonly #browsers: ReadonlyMap<Person, Browser>;
  readonly #told: ReadonlyMap<Tab, Told>;

  private constructor(household: Household, server: ChildServer, people: readonly Person[]) {
    this.#household = household;
    this.#server = server;
    this.#ids = household.qbittorrent.downloads().map(({ id }) => id);
    this.#browsers = new Map(
      people.map((person) => [person, server.browser({ localAddress: person.address })]),
    );
    this.tabs = people.flatMap((person) => this.#tabsOf(person));
    this.#told = new Map(this.tabs.map((tab) => [tab, { characters: 0, step: 0 }]));
  }

  /** Starts everything; nobody has come yet. */
  static async start(): Promise<Throng> {
    const household = await startHousehold();
    const people = Array.from({ length: PEOPLE }, (_, at) => personAt(at));
    for (const person of people) {
      household.mediaServer.addUser(person);
      giveDownloads(household, person);
    }
    const server = await ChildServer.start({
      ...household.environment,
      LOG_LEVEL: "info",
      METRICS_SECRET,
    });
    return new Throng(household, server, people);
  }

  /** Everybody signs in and opens their tabs. */
  async come(): Promise<void> {
    const crowds = Map.groupBy(this.#browsers, ([{ address }]) => address).values();
    await Promise.all(Array.from(crowds, (people) => this.#comeInTurn(people)));
  }

  /** Every download gets on: there is something new for everybody. */
  moveOn(): void {
    this.step += 1;
    const bytesPerSecond = speedAt(this.step);
    for (const id of this.#ids) this.#household.qbittorrent.update(id, { bytesPerSecond });
  }

  /** Waits until all of these show everything they are to show, as it is now. @throws when they do not within the time. */
  async untilNewest(tabs: readonly Tab[], ms = 60_000): Promise<void> {
    const deadline = Date.now() + ms;
    for (;;) {
      const late = tabs.filter((tab) => this.toldTo(tab).step !== this.step);
      if (late.length === 0) return;
      if (Date.now() > deadline) {
        throw new Error(`${late.length} tabs do not show step ${this.step} within ${ms} ms`);
      }
      await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
    }
  }

  toldTo(tab: Tab): Readonly<Told> {
    return this.#toldTo(tab);
  }

  /** What the server says of itself. */
  async scrape(): Promise<Scrape> {
    const headers = { authorization: `Bearer ${METRICS_SECRET}` };
    return readPrometheusText((await this.#server.browser().get("/metrics", { headers })).text);
  }

  /** Memory that the server takes, in bytes. */
  async memory(): Promise<number> {
    return (await this.scrape()).get("process_resident_memory_bytes") ?? Number.NaN;
  }

  /** What the server logged as an error. */
  get errors(): readonly LogLine[] {
    return this.#server.log.filter(({ level }) => level >= ERROR);
  }

  moment(tab: Tab, { data }: StreamEvent): void {
    const told = this.#toldTo(tab);
    const { person, showAll } = tab.looking;
    told.characters += data.length;
    const other = showAll ? undefined : data.match(NAME)?.find((name) => name !== person.name);
    if (other !== undefined) this.#complain(`${person.name} is told of ${other}`);
    const speeds = Array.from(tab.moment.view.values(), ({ speed }) => speed);
    const isWhole = speeds.length === (showAll ? this.#ids.length : DOWNLOADS_EACH);
    const step = isWhole ? Math.min(...speeds) / speedAt(1) : 0;
    if (step < told.step) this.#complain(`${person.name}: ${told.step} turned into ${step} again`);
    told.step = step;
  }

  broken(tab: Tab, what: string): void {
    this.#complain(`${tab.looking.person.name}: ${what}`);
  }

  /** Everybody closes their tabs. */
  leave(): void {
    for (const tab of this.tabs) tab.lose();
  }

  async stop(): Promise<void> {
    this.leave();
    await this.#server.end("SIGKILL");
    await this.#household.stop();
  }

  /** One after the other, so that nobody's connection has to wait for a thousand others. */
  async #comeInTurn(people: readonly (readonly [Person, Browser])[]): Promise<void> {
    for (const [person, browser] of people) {
      const { status, text } = await browser.login(person.name, person.password);
      if (status !== 200) throw new Error(`${person.name} could not sign in: ${text}`);
      const theirs = this.tabs.filter(({ looking }) => looking.person === person);
      await Promise.all(theirs.map((tab) => tab.open()));
    }
  }

  #toldTo(tab: Tab): Told {
    const told = this.#told.get(tab);
    if (told === undefined) throw new Error("no tab of this throng");
    return told;
  }

  #tabsOf(person: Person): Tab[] {
    const browser = this.#browsers.get(person) as Browser;
    return Array.from({ length: TABS_EACH }, (_, at) => {
      const looking = {
        person,
        showAll: person.isAdmin,
        isDelta: at % 2 === 0,
        // An admin's would be too small to fill a connection that nobody reads from.
        isPacked: !person.isAdmin && at % 3 === 0,
      };
      return new Tab(browser, looking, this);
    });
  }

  #complain(what: string): void {
    if (this.complaints.length < MOST_COMPLAINTS) this.complaints.push(what);
  }
}

function personAt(at: number): Person {
  const name = `neighbour-${String(at).padStart(3, "0")}`;
  return {
    name,
    password: `password-of-${name}`,
    isAdmin: at < ADMINS,
    labels: [name],
    address: `127.0.2.${1 + Math.floor(at / PEOPLE_PER_ADDRESS)}`,
  };
}

function giveDownloads({ sonarr, qbittorrent }: Household, { name, labels }: Person): void {
  const series = sonarr.addSeries({ title: `Show of ${name}`, tags: [...labels], seasons: [1] });
  for (let at = 1; at <= DOWNLOADS_EACH; at += 1) {
    const title = `Show.of.${name}.S01E0${at}${LONG_TITLE}`;
    const download = qbittorrent.add({
      title,
      state: "downloading",
      sizeBytes: 100_000_000,
      progress: 0.5,
      bytesPerSecond: speedAt(1),
    });
    sonarr.addQueueItem({
      downloadId: download.id.toUpperCase(),
      title,
      seriesId: series.id,
      episodeIds: series.episodes.slice(at - 1, at).map(({ id }) => id),
      protocol: "torrent",
    });
  }
}

/** How fast every download is at a step: what tells one step from another. */
function speedAt(step: number): number {
  return step * 1_000;
}
