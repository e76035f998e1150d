import type {
  Fault,
  SeenRequest,
  SimulatorServer,
} from "../../../demo/simulators/simulator-server.ts";
import type { Simulators } from "./simulators.ts";

/** How a kind is read, as the documents promise it. Milliseconds of the server's time. */
export interface ReadingHabits {
  /** From one read to the next while somebody watches. */
  readonly cadenceMs: number;
  /** After which a read that hangs has failed. */
  readonly deadlineMs: number;
  /** How many calls one read may need. */
  readonly mostCalls: number;
  /** How long a read waits, in real milliseconds, for calls beside it that an earlier spell left without an end. */
  readonly waitsForHungMs: number;
  /** How soon after a failed read news, or somebody who looks, may have it repeated. */
  readonly newsWaitMs: number;
  /** The waits after the first, second, … refusal; the last one holds on. */
  readonly refusalWaitsMs: readonly number[];
}

/** One upstream of the household: its server, and what is promised about it. */
export interface Upstream {
  /** As sofarr calls it. */
  readonly id: string;
  readonly server: SimulatorServer;
  readonly habits: ReadingHabits;
  /** What is news of it: grabs, people who come and go, or nothing. */
  readonly news: "grabs" | "people" | "none";
  /** Whether it can turn somebody away: over SCGI there is no sign-in, and 401 is as much nonsense as any other. */
  readonly canRefuse: boolean;
  /** It is left out of the weather: with it, a media server that is well otherwise ends sessions, as it may. */
  readonly spared?: Fault;
  /** Whether a call is one with which a read begins. */
  readonly beginsRead: (request: SeenRequest) => boolean;
  /** The program is started anew: sessions and numbers of its run are gone. */
  readonly restart: () => void;
}

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const POLL_MS = 5 * SECOND_MS;
const LOGIN_WAITS_MS = [2 * POLL_MS, 30 * SECOND_MS, 5 * MINUTE_MS, 30 * MINUTE_MS];
const KEY_WAITS_MS = [2 * POLL_MS, 30 * SECOND_MS];

const CLIENT = {
  cadenceMs: POLL_MS,
  deadlineMs: 3 * POLL_MS,
  newsWaitMs: POLL_MS,
  waitsForHungMs: 0,
};
const HABITS = {
  // A list, a login, and the words of a few trackers.
  qbittorrent: { ...CLIENT, mostCalls: 9, refusalWaitsMs: LOGIN_WAITS_MS },
  transmission: { ...CLIENT, mostCalls: 6, refusalWaitsMs: LOGIN_WAITS_MS },
  rtorrent: { ...CLIENT, mostCalls: 4, refusalWaitsMs: LOGIN_WAITS_MS },
  sabnzbd: { ...CLIENT, mostCalls: 3, refusalWaitsMs: KEY_WAITS_MS },
  arr: {
    cadenceMs: POLL_MS,
    deadlineMs: MINUTE_MS,
    mostCalls: 8,
    newsWaitMs: POLL_MS,
    // Two seconds each for the library, both histories, and titles and tags that are missing.
    waitsForHungMs: 10 * SECOND_MS,
    refusalWaitsMs: KEY_WAITS_MS,
  },
  ombi: {
    cadenceMs: MINUTE_MS,
    deadlineMs: MINUTE_MS,
    mostCalls: 4,
    // Whoever looks at the requests has them read anew when two polls have passed.
    newsWaitMs: 2 * POLL_MS,
    waitsForHungMs: 0,
    refusalWaitsMs: [MINUTE_MS],
  },
  mediaServer: {
    cadenceMs: 5 * MINUTE_MS,
    deadlineMs: MINUTE_MS,
    mostCalls: 4,
    newsWaitMs: POLL_MS,
    waitsForHungMs: 0,
    refusalWaitsMs: [MINUTE_MS],
  },
} as const satisfies Record<string, ReadingHabits>;

/** What is promised about each of them. */
export function describeUpstreams(simulators: Simulators): readonly Upstream[] {
  const { mediaServer, sonarrs, radarr, ombi, qbittorrents } = simulators;
  const { transmission, rtorrent, sabnzbd } = simulators;
  const nothing = (): void => {};
  const arrs = {
    "sonarr-main": sonarrs.main,
    "sonarr-anime": sonarrs.anime,
    "radarr-main": radarr,
  };
  const clients = {
    "qbittorrent-main": qbittorrents.main,
    "qbittorrent-seedbox": qbittorrents.seedbox,
    "transmission-main": transmission,
    "rtorrent-main": rtorrent,
    "sabnzbd-main": sabnzbd,
  };
  return [
    {
      id: "media-server",
      server: mediaServer.server,
      habits: HABITS.mediaServer,
      news: "people",
      canRefuse: true,
      spared: "status-401",
      beginsRead: ({ path }) => path === "/Users" || path === "/Users/Query",
      restart: nothing,
    },
    {
      id: "ombi-main",
      server: ombi.server,
      habits: HABITS.ombi,
      news: "people",
      canRefuse: true,
      beginsRead: ({ path }) => path.endsWith("/Request/movie"),
      restart: nothing,
    },
    ...Object.entries(arrs).map(([id, { server }]) => ({
      id,
      server,
      habits: HABITS.arr,
      // The one that sends events.
      news: id === "sonarr-main" ? ("grabs" as const) : ("none" as const),
      canRefuse: true,
      beginsRead: ({ path }: SeenRequest) => path.endsWith("/queue"),
      restart: nothing,
    })),
    ...Object.entries(clients).map(([id, client]) => ({
      id,
      server: client.server,
      habits: HABITS[client.kind],
      news: "grabs" as const,
      canRefuse: client !== rtorrent || !rtorrent.url.startsWith("scgi:"),
      beginsRead: BEGINS_READ[client.kind],
      restart: () => client.restart(),
    })),
  ];
}

const BEGINS_READ = {
  qbittorrent: ({ path }: SeenRequest) =>
    path.endsWith("/sync/maindata") || path.endsWith("/auth/login"),
  transmission: ({ body }: SeenRequest) => /torrent[-_]get/u.test(body),
  rtorrent: ({ body }: SeenRequest) => /system\.listMethods|d\.multicall2/u.test(body),
  sabnzbd: ({ query }: SeenRequest) => query.get("mode") === "queue",
} as const;
