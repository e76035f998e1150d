import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import {
  createRadarrSimulator,
  createSonarrSimulator,
  type RadarrSimulator,
  type SonarrSimulator,
} from "../../demo/simulators/arr/index.ts";
import type { DownloadClientSimulator } from "../../demo/simulators/download-client-simulator.ts";
import { createMediaServerSimulator } from "../../demo/simulators/media-server/index.ts";
import { createOmbiSimulator, type OmbiSimulator } from "../../demo/simulators/ombi/index.ts";
import { createQbittorrentSimulator } from "../../demo/simulators/qbittorrent/index.ts";
import { createRtorrentSimulator } from "../../demo/simulators/rtorrent/index.ts";
import { createSabnzbdSimulator } from "../../demo/simulators/sabnzbd/index.ts";
import type { SimulatorServer } from "../../demo/simulators/simulator-server.ts";
import { createTransmissionSimulator } from "../../demo/simulators/transmission/index.ts";
import type { Clock } from "../../packages/server/src/engine/clock.ts";
import { ServerUnderTest } from "./server-under-test.ts";

/** Every upstream of a household but the media server, under one name. */
interface Copy {
  readonly name: string;
  readonly sonarr: SonarrSimulator;
  readonly radarr: RadarrSimulator;
  readonly ombi: OmbiSimulator;
  readonly clients: readonly DownloadClientSimulator[];
}

/** The copy that nobody harms: what the others are joined with. */
export const WELL = "well";

const FIRST_REQUESTED_TMDB_ID = 900_000;
const MEMBERS = ["alice", "bob"] as const;
export type Member = (typeof MEMBERS)[number];

/**
 * A household that has every kind of upstream several times, so that some can fail while their twins do not.
 *
 * @param names of the copies besides "well"; instances are called after them, e.g. `sonarr-hang`.
 */
export async function startCrowd(
  names: readonly string[],
  options: { readonly pollIntervalMs: number; readonly clock?: Clock },
) {
  const mediaServer = createMediaServerSimulator({ version: "10.10.7" });
  const people = {
    alice: mediaServer.addUser({ name: "Alice", password: "alice-password" }),
    bob: mediaServer.addUser({ name: "Bob", password: "bob-password" }),
    admin: mediaServer.addUser({ name: "Root", password: "root-password", isAdmin: true }),
  };
  const copies = [WELL, ...names].map(createCopy);
  const servers = [mediaServer.server, ...copies.flatMap(serversOf)];
  await Promise.all(servers.map((server) => server.start()));
  const dataDir = mkdtempSync(join(tmpdir(), "sofarr-journey-"));
  const environment = {
    PORT: "0",
    HOST: "127.0.0.1",
    LOG_LEVEL: "debug",
    DATA_DIR: dataDir,
    POLL_INTERVAL: String(options.pollIntervalMs),
    EMBY_URL: mediaServer.url,
    EMBY_API_KEY: mediaServer.apiKey,
    ...instanceSettings(copies),
  };
  const server = new ServerUnderTest(environment, options.clock);
  const well = copyNamed(copies, WELL);
  /** What each member owns so far: the ids of downloads, whatever client has them. */
  const owned: Record<Member, Set<string>> = { alice: new Set(), bob: new Set() };
  let rounds = 0;

  /** Something new for everybody that can only be seen when each upstream of this copy was read. */
  function addRound(name: string): void {
    const copy = copyNamed(copies, name);
    rounds += 1;
    for (const member of MEMBERS) {
      const mine = (id: string): void => void owned[member].add(id);
      for (const client of copy.clients) mine(grab(client, well.sonarr, member, rounds));
      const [torrents] = well.clients;
      if (torrents === undefined) throw new Error("no download client");
      mine(grab(torrents, copy.sonarr, member, rounds));
      mine(grab(torrents, copy.radarr, member, rounds));
      mine(request(torrents, well.radarr, copy.ombi, people[member], rounds));
    }
  }

  /** Every download of the well copy gets on a little: shows that its download clients are still read. */
  function moveOn(): ReadonlyMap<string, number> {
    const progress = well.clients.flatMap((client) =>
      client.downloads().map(({ id, progress: before }) => {
        const next = Math.round(before * 100 + 1);
        client.update(id, { progress: next / 100 });
        return [id, next] as const;
      }),
    );
    return new Map(progress);
  }

  for (const { name } of copies) addRound(name);
  return {
    server,
    mediaServer,
    people,
    owned,
    addRound,
    moveOn,
    /** The upstreams of one copy, by instance id. */
    upstreams: (name: string): ReadonlyMap<string, SimulatorServer> => {
      const copy = copyNamed(copies, name);
      return new Map([
        ...copy.clients.map((one) => [`${one.kind}-${name}`, one.server] as const),
        [`sonarr-${name}`, copy.sonarr.server],
        [`radarr-${name}`, copy.radarr.server],
        [`ombi-${name}`, copy.ombi.server],
      ]);
    },
    /** Everything that must never be in a log. */
    secrets: (): readonly string[] => [
      ...Object.values(people).map(({ password }) => password),
      ...mediaServer.sessions().map(({ token }) => token),
      mediaServer.apiKey,
      ...copies.flatMap(({ sonarr, radarr, ombi, clients }) => [
        ...[sonarr, radarr, ombi].map(({ apiKey }) => apiKey),
        ...clients.map(({ credentials }) =>
          "apiKey" in credentials ? credentials.apiKey : credentials.password,
        ),
      ]),
    ],
    async stop(): Promise<void> {
      await server.stop();
      await Promise.all(servers.map((one) => one.stop()));
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

export type Crowd = Awaited<ReturnType<typeof startCrowd>>;

function createCopy(name: string): Copy {
  return {
    name,
    sonarr: createSonarrSimulator({ apiKey: `sonarr-key-of-${name}` }),
    radarr: createRadarrSimulator({ apiKey: `radarr-key-of-${name}` }),
    ombi: createOmbiSimulator({ apiKey: `ombi-key-of-${name}` }),
    clients: [
      createQbittorrentSimulator(),
      createTransmissionSimulator({ password: `transmission-password-of-${name}` }),
      createRtorrentSimulator(),
      createSabnzbdSimulator(),
    ],
  };
}

function serversOf({ sonarr, radarr, ombi, clients }: Copy): SimulatorServer[] {
  return [sonarr.server, radarr.server, ombi.server, ...clients.map((client) => client.server)];
}

function copyNamed(copies: readonly Copy[], name: string): Copy {
  const copy = copies.find((one) => one.name === name);
  if (copy === undefined) throw new Error(`no copy ${name}`);
  return copy;
}

function instanceSettings(copies: readonly Copy[]): Record<string, string> {
  const lists: Record<string, object[]> = {};
  const add = (kind: string, instance: object): void => {
    (lists[`${kind.toUpperCase()}_INSTANCES`] ??= []).push(instance);
  };
  for (const { name, sonarr, radarr, ombi, clients } of copies) {
    add("sonarr", { name, url: sonarr.url, apiKey: sonarr.apiKey });
    add("radarr", { name, url: radarr.url, apiKey: radarr.apiKey });
    add("ombi", { name, url: ombi.url, apiKey: ombi.apiKey });
    for (const { kind, server, credentials } of clients) {
      const url = kind === "rtorrent" ? `${server.url}/RPC2` : server.url;
      add(kind, { name, url, ...credentials });
    }
  }
  return Object.fromEntries(
    Object.entries(lists).map(([key, list]) => [key, JSON.stringify(list)]),
  );
}

/** A download of a title with the member's tag, grabbed by this *arr. @returns its id. */
function grab(
  client: DownloadClientSimulator,
  arr: SonarrSimulator | RadarrSimulator,
  member: Member,
  round: number,
): string {
  const title = `${client.kind} by ${arr.apiKey} for ${member} in round ${round}`;
  const work = { title, tags: [member] };
  const subject =
    "addSeries" in arr
      ? { seriesId: arr.addSeries({ ...work, seasons: [1] }).id }
      : { movieId: arr.addMovie(work).id };
  return queue(client, arr, title, subject);
}

/** A download of a movie without a tag that the member asked Ombi for. @returns its id. */
function request(
  client: DownloadClientSimulator,
  radarr: RadarrSimulator,
  ombi: OmbiSimulator,
  person: { readonly id: string; readonly name: string },
  round: number,
): string {
  const title = `${ombi.apiKey} asked by ${person.name} in round ${round}`;
  // Every movie but this one has an id of its simulator's choice, which another Radarr may have given as well.
  const tmdbId = FIRST_REQUESTED_TMDB_ID + radarr.titles().length;
  const movie = radarr.addMovie({ title, tmdbId });
  const requestedBy = ombi.addUser({ userName: person.name, providerUserId: person.id });
  ombi.addMovieRequest({ title, theMovieDbId: movie.tmdbId, requestedBy, approved: true });
  return queue(client, radarr, title, { movieId: movie.id });
}

function queue(
  client: DownloadClientSimulator,
  arr: SonarrSimulator | RadarrSimulator,
  title: string,
  subject: { readonly seriesId?: number; readonly movieId?: number },
): string {
  const { id } = client.add({ title, state: "downloading", sizeBytes: 100_000_000, progress: 0.5 });
  const protocol = client.kind === "sabnzbd" ? "usenet" : "torrent";
  const downloadId = protocol === "usenet" ? id : id.toUpperCase();
  const episodeIds = arr.titles().find((one) => one.id === subject.seriesId)?.episodes ?? [];
  arr.addQueueItem({
    title,
    downloadId,
    protocol,
    episodeIds: episodeIds.map((episode) => episode.id),
    ...subject,
  });
  return id;
}
