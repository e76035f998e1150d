import { createHash } from "node:crypto";

import type { StreamEvent } from "../event-reader.ts";
import type { Moment } from "../moment.ts";
import type { House } from "./house.ts";
import type { Tab, TabEvents } from "./tab.ts";

const REASONS: ReadonlySet<string | null> = new Set([
  "It cannot be reached.",
  "It does not answer in time.",
  "It does not accept sofarr's credentials.",
  "It refuses to talk to sofarr.",
  "It answers with an error.",
  "Its answer cannot be used.",
]);
const MOST_PAGES = 20_000;
const MOST_COMPLAINTS = 20;

/** Looks at every moment of every tab, and holds it against what the household says. Complains, never throws. */
export class Watchman implements TabEvents {
  readonly complaints: string[] = [];
  /** Moments that were looked at. */
  moments = 0;
  /** Pages that were seen by several tabs, and were the same. */
  agreements = 0;
  /** Its connection is never lost, so that what it shows is the newest. */
  reference: Tab | null = null;
  /** How each source is said to be by the reference, by instance id. */
  readonly sources = new Map<string, Moment["sources"][number]>();
  readonly #house: House;
  readonly #sourceIds: ReadonlySet<string>;
  /** What each tab showed and has not lost by right. */
  readonly #shown = new WeakMap<Tab, Set<string>>();
  /** What was on the screen at an event id, whoever looked. */
  readonly #pages = new Map<string, string>();

  readonly #tell: (what: string) => void;

  constructor(house: House, sourceIds: Iterable<string>, tell: (what: string) => void) {
    this.#tell = tell;
    this.#house = house;
    this.#sourceIds = new Set(sourceIds);
  }

  complain(what: string): void {
    if (this.complaints.length >= MOST_COMPLAINTS) return;
    this.complaints.push(what);
    this.#tell(`COMPLAINT ${what}`);
  }

  broken(tab: Tab, what: string): void {
    this.complain(`${nameOf(tab)}: ${what}`);
  }

  moment(tab: Tab, event: StreamEvent): void {
    this.moments += 1;
    this.#checkOwners(tab, event);
    this.#checkKept(tab);
    this.#checkSources(tab);
    if (event.id !== null) this.#checkAgreement(tab, event.id);
  }

  /** Everything shown is the viewer's (or, to an admin who asks for all, somebody's), under its own title and tags. */
  #checkOwners(tab: Tab, { data }: StreamEvent): void {
    const { person, showAll } = tab.looking;
    for (const [key, { title, allTags }] of tab.moment.view) {
      const belonging = this.#house.find(key);
      if (belonging === undefined || belonging.title !== title) {
        this.complain(`${nameOf(tab)}: is shown ${key} as ${title}, which there never was`);
      } else if (!showAll && !belonging.owners.has(person.name)) {
        this.complain(`${nameOf(tab)}: is shown ${title} of ${[...belonging.owners].join(", ")}`);
      }
      const others = person.isAdmin ? [] : allTags.filter((tag) => !person.labels.includes(tag));
      if (others.length > 0) this.complain(`${nameOf(tab)}: is told tags ${others.join(", ")}`);
    }
    if (showAll) return;
    for (const belonging of this.#house.namedIn(data)) {
      if (belonging?.owners.has(person.name) === true) continue;
      this.complain(`${nameOf(tab)}: was sent a word of ${belonging?.title ?? "nothing there is"}`);
    }
  }

  /** What was once shown stays until the household removes it, whatever fails. */
  #checkKept(tab: Tab): void {
    const shown = this.#shown.get(tab) ?? new Set();
    this.#shown.set(tab, shown);
    const { view } = tab.moment;
    for (const key of shown) {
      if (view.has(key)) continue;
      if (this.#isThere(key)) this.complain(`${nameOf(tab)}: ${key} is gone, though it is there`);
      shown.delete(key);
    }
    for (const key of view.keys()) if (this.#isThere(key)) shown.add(key);
  }

  #isThere(key: string): boolean {
    return this.#house.find(key)?.goneAt === null;
  }

  /** Every source is always told of, and says why when it is not well. */
  #checkSources(tab: Tab): void {
    const { sources } = tab.moment;
    const told = new Set(sources.map(({ id }) => id));
    const missing = [...this.#sourceIds].filter((id) => !told.has(id));
    if (missing.length > 0) this.complain(`${nameOf(tab)}: no word of ${missing.join(", ")}`);
    for (const source of sources) {
      const isWell = source.state === "ok" || source.state === "never";
      if (isWell ? source.reason !== null : !REASONS.has(source.reason)) {
        this.complain(`${nameOf(tab)}: ${source.id} is ${source.state}, for: ${source.reason}`);
      }
      if (tab !== this.reference) continue;
      const before = this.sources.get(source.id);
      this.sources.set(source.id, source);
      if (before?.state !== source.state || before.reason !== source.reason) {
        this.#tell(`${source.id}: is said to be ${source.state} (${source.reason})`);
      }
    }
  }

  /** At one event id all tabs of an audience show the same, whether by steps or by whole pages. */
  #checkAgreement(tab: Tab, id: string): void {
    const page = digestOf(tab.moment);
    const known = this.#pages.get(id);
    if (known === undefined) {
      this.#pages.set(id, page);
      const [oldest] = this.#pages.keys();
      if (this.#pages.size > MOST_PAGES && oldest !== undefined) this.#pages.delete(oldest);
    } else if (known === page) {
      this.agreements += 1;
    } else {
      this.complain(`${nameOf(tab)}: shows another page at ${id} than others`);
    }
  }
}

export function nameOf({ looking }: Tab): string {
  const { person, showAll, isDelta } = looking;
  return `${person.name} (${showAll ? "everyone's" : "own"}, ${isDelta ? "steps" : "pages"})`;
}

/** Everything but what only ages; in which order fields were told is nothing anybody sees. */
function digestOf({ view, sources }: Moment): string {
  const items = [...view].toSorted(([a], [b]) => (a < b ? -1 : 1));
  const states = sources.map(({ id, state, reason }) => [id, state, reason]);
  return createHash("sha1")
    .update(JSON.stringify([items, states], inOrder))
    .digest("base64");
}

function inOrder(_name: string, value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
