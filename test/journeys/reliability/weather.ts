import { Chance } from "../../../demo/household/chance.ts";
import { FAULTS, type Fault } from "../../../demo/simulators/simulator-server.ts";
import type { HouseholdClocks } from "./simulators.ts";
import type { Upstream } from "./upstreams.ts";

/** What befalls an upstream for a while. */
export interface Spell {
  readonly kind: "fault" | "down" | "flapping" | "patchy";
  /** What is met; `null` when the port is closed. */
  readonly fault: Fault | null;
  readonly beganAt: number;
  /** `null` while it lasts. */
  endedAt: number | null;
}

/** The huge answer costs more than all others together, so it is rare. */
const CHEAP_FAULTS = FAULTS.filter((fault) => fault !== "huge");
const USUAL_FAULTS = [...CHEAP_FAULTS, ...CHEAP_FAULTS, "huge"] as const;
const KINDS = ["fault", "fault", "fault", "fault", "down", "flapping", "patchy"] as const;
/** How long calm and spells last at least and at most, in real milliseconds. */
export interface Season {
  readonly calmMs: readonly [number, number];
  readonly spellMs: readonly [number, number];
  readonly faults: readonly Fault[];
}

const USUAL_SEASON: Season = { calmMs: [500, 8_000], spellMs: [300, 12_000], faults: USUAL_FAULTS };
/**
 * Two refusals of a login are followed by half a minute of the server's time, the third by five minutes: that comes only when
 * a spell of them meets the wait after an earlier one.
 */
const LONGEST_REFUSAL_MS = 5_000;
const FLAP_MS = [30, 700] as const;
const HOUR_MS = 3_600_000;
const MOST_WRONG_MS = 3 * HOUR_MS;

/** One upstream's weather: it changes by a plan that the seed alone decides. */
export class Weather {
  readonly upstream: Upstream;
  /** The newest spell, over or not. */
  spell: Spell | null = null;
  /** When calls were last left without an end, and when one was last poured into; 0 for never. */
  hungTill = 0;
  pouredTill = 0;
  readonly #chance: Chance;
  readonly #season: Season;
  readonly #clocks: HouseholdClocks;
  #timer: NodeJS.Timeout | null = null;
  #flapping: NodeJS.Timeout | null = null;
  /** Starting and stopping a port takes a moment, and one waits for the other. */
  #port: Promise<void> = Promise.resolve();

  readonly #tell: (what: string) => void;

  constructor(
    upstream: Upstream,
    clocks: HouseholdClocks,
    seed: number,
    tell: (what: string) => void = () => {},
    season: Season = USUAL_SEASON,
  ) {
    this.#season = season;
    this.upstream = upstream;
    this.#tell = tell;
    this.#clocks = clocks;
    this.#chance = new Chance(seed);
  }

  /** Since when nothing is answered as it should be; `null` when something may be. */
  get brokenSince(): number | null {
    const isTotal = this.spell?.kind === "fault" || this.spell?.kind === "down";
    return this.spell !== null && isTotal && this.spell.endedAt === null
      ? this.spell.beganAt
      : null;
  }

  /** Since when everything is; `null` while it is not. Long ago when there was no spell yet. */
  get wellSince(): number | null {
    return this.spell === null ? 0 : this.spell.endedAt;
  }

  /** From now on it changes, beginning with calm. */
  brew(): void {
    this.#timer = setTimeout(
      () => {
        this.#strike();
      },
      this.#chance.between(...this.#season.calmMs),
    );
  }

  /** The present spell ends, and no other comes. */
  async clear(): Promise<void> {
    if (this.#timer !== null) clearTimeout(this.#timer);
    await this.#end();
  }

  #strike(): void {
    const { upstream } = this;
    if (this.#chance.next() < 0.15) {
      this.#tell(`${upstream.id}: is started anew`);
      upstream.restart();
    }
    if (this.#chance.next() < 0.15) {
      this.#tell(`${upstream.id}: its clock is put`);
      this.#clocks.put(upstream.id, this.#chance.whole(-MOST_WRONG_MS, MOST_WRONG_MS));
    }
    const kind = this.#chance.pick(KINDS);
    const fault = this.#chance.pick(this.#season.faults.filter((one) => one !== upstream.spared));
    const spell: Spell = {
      kind,
      fault: kind === "down" ? null : fault,
      beganAt: Date.now(),
      endedAt: null,
    };
    this.spell = spell;
    this.#tell(`${upstream.id}: ${kind} of ${fault} begins`);
    this.#begin(spell);
    const [shortest, usualLongest] = this.#season.spellMs;
    const longest =
      spell.fault === "status-401" ? Math.min(LONGEST_REFUSAL_MS, usualLongest) : usualLongest;
    this.#timer = setTimeout(
      () => {
        void this.#end().then(() => this.brew());
      },
      this.#chance.between(shortest, longest),
    );
  }

  #begin({ kind, fault }: Spell): void {
    const { server } = this.upstream;
    switch (kind) {
      case "fault":
        server.fault = fault;
        return;
      case "patchy":
        server.faultFilter = () => this.#chance.next() < 0.5;
        server.fault = fault;
        return;
      case "flapping":
        this.#flap(fault);
        return;
      case "down":
        this.#port = this.#port.then(() => server.stop());
        return;
    }
  }

  #flap(fault: Fault | null): void {
    const { server } = this.upstream;
    server.fault = server.fault === null ? fault : null;
    this.#flapping = setTimeout(() => this.#flap(fault), this.#chance.between(...FLAP_MS));
  }

  async #end(): Promise<void> {
    const { spell, upstream } = this;
    if (this.#flapping !== null) clearTimeout(this.#flapping);
    this.#flapping = null;
    upstream.server.fault = null;
    upstream.server.faultFilter = () => true;
    if (spell === null || spell.endedAt !== null) return;
    if (spell.kind === "down") this.#port = this.#port.then(() => upstream.server.start());
    await this.#port;
    spell.endedAt = Date.now();
    if (spell.fault === "hang" || spell.fault === "drip") this.hungTill = spell.endedAt;
    if (spell.fault === "huge") this.pouredTill = spell.endedAt;
    this.#tell(`${upstream.id}: ${spell.kind} of ${spell.fault} ends`);
  }
}
