import { castHousehold, LOGINS, type Login } from "./cast.ts";
import { Chance } from "./chance.ts";
import { ClientSeat } from "./client-seat.ts";
import { Clock } from "./clock.ts";
import { environmentOf } from "./environment.ts";
import { stockLibrary } from "./library.ts";
import { Outbox } from "./outbox.ts";
import { furnish, writePast } from "./past.ts";
import { RequestDesk } from "./request-desk.ts";
import { createSimulators, forget, type Simulators } from "./simulators.ts";
import { Story } from "./story.ts";

/** The story has run for this long when somebody looks for the first time. */
const WARM_UP_SECONDS = 420;
const STEP_SECONDS = 1;
/** After a longer sleep of the machine the time is skipped, not lived through. */
const LONGEST_CATCH_UP_MS = 30_000;

export interface HouseholdOptions {
  /** Told once what was started, for the demo's console. */
  readonly log?: (line: string) => void;
  /** The same seed and start tell the same story. */
  readonly seed?: number;
  /** Milliseconds since the epoch; now by default. */
  readonly startAt?: number;
}

/** One simulator of each kind with a living household in it. */
export interface Household {
  /** sofarr's settings for it. */
  readonly environment: Record<string, string>;
  readonly logins: readonly Login[];
  readonly simulators: Simulators;
  /** The household's own time, milliseconds since the epoch. */
  readonly now: () => number;
  /** Lets that much time pass at once; webhooks go out beside it. */
  tick(seconds: number): void;
  /** Resolves when every webhook fired so far has been delivered or lost. */
  delivered(): Promise<void>;
  /** From now on time passes by itself. */
  start(): void;
  stop(): Promise<void>;
}

/** Starts everything on free loopback ports and brings the story to where much is going on. */
export async function startHousehold(options: HouseholdOptions = {}): Promise<Household> {
  const startAt = options.startAt ?? Date.now();
  const clock = new Clock(startAt - WARM_UP_SECONDS * 1000);
  const chance = new Chance(options.seed ?? 1);
  const simulators = createSimulators(clock.now);
  await Promise.all(Object.values(simulators).map((simulator) => simulator.start()));

  const { mediaServer, ombi, mainSonarr, animeSonarr, radarr } = simulators;
  const { qbittorrent, transmission, rtorrent, sabnzbd } = simulators;
  const people = castHousehold(mediaServer, ombi);
  const shelves = stockLibrary({ main: mainSonarr, anime: animeSonarr, radarr }, people);
  writePast(shelves, chance, clock.now());
  furnish(ombi, people, radarr, qbittorrent);

  const outbox = new Outbox();
  const seats = [
    new ClientSeat("qBittorrent", qbittorrent),
    new ClientSeat("Transmission", transmission),
    new ClientSeat("rTorrent", rtorrent),
    new ClientSeat("SABnzbd", sabnzbd),
  ];
  const requests = new RequestDesk(ombi, outbox);
  for (const shelf of shelves) requests.recall(shelf);
  const story = new Story({ shelves, seats, outbox, requests, chance, now: clock.now });

  const tick = (seconds: number): void => {
    for (let left = seconds; left > 0; left -= STEP_SECONDS) {
      const step = Math.min(left, STEP_SECONDS);
      clock.pass(step);
      story.tick(step);
    }
    forget(simulators);
  };
  tick(WARM_UP_SECONDS);

  let timer: NodeJS.Timeout | null = null;
  const catchUp = (): void => {
    const behind = Date.now() - clock.now();
    if (behind > LONGEST_CATCH_UP_MS) clock.jumpTo(Date.now() - STEP_SECONDS * 1000);
    tick(Math.max(0, Date.now() - clock.now()) / 1000);
  };
  const names = Object.keys(simulators).join(", ");
  options.log?.(`A household of ${LOGINS.length} people lives in ${names}.`);
  return {
    environment: environmentOf(simulators),
    logins: LOGINS,
    simulators,
    now: clock.now,
    tick,
    delivered: () => outbox.delivered(),
    start: () => {
      timer ??= setInterval(catchUp, STEP_SECONDS * 1000);
    },
    stop: async () => {
      if (timer !== null) clearInterval(timer);
      await Promise.all(Object.values(simulators).map((simulator) => simulator.stop()));
    },
  };
}
