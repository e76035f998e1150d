import { createSonarrSimulator, type SonarrSimulator } from "../../demo/simulators/arr/index.ts";
import type {
  DownloadClientSimulator,
  SimulatedDownload,
} from "../../demo/simulators/download-client-simulator.ts";
import {
  createMediaServerSimulator,
  type MediaServerSimulator,
} from "../../demo/simulators/media-server/index.ts";
import { createQbittorrentSimulator } from "../../demo/simulators/qbittorrent/index.ts";
import { createRtorrentSimulator } from "../../demo/simulators/rtorrent/index.ts";
import { createSabnzbdSimulator } from "../../demo/simulators/sabnzbd/index.ts";
import { createTransmissionSimulator } from "../../demo/simulators/transmission/index.ts";
import { ADMIN, PASSWORD, personName, type HouseholdFacts } from "./household-facts.ts";

export type ClientKind = DownloadClientSimulator["kind"];

export interface HouseholdOptions {
  readonly kind: ClientKind;
  readonly downloads: number;
  readonly people: number;
}

const MAKERS: Readonly<Record<ClientKind, (now: () => number) => DownloadClientSimulator>> = {
  qbittorrent: (now) => createQbittorrentSimulator({ now }),
  transmission: (now) => createTransmissionSimulator({ now }),
  rtorrent: (now) => createRtorrentSimulator({ now }),
  sabnzbd: (now) => createSabnzbdSimulator({ now }),
};

/** Long enough ago that nobody calls it a recent change. */
const MOVED_IN_MS = 2 * 60_000;
const EPISODES_PER_SERIES = 4;
/** A large library; with more downloads than it has episodes, some are for the same one. */
const MOST_SERIES = 250;
const EPISODE_BYTES = 1_500_000_000;
const RUNNING = { state: "downloading", progress: 0.25, bytesPerSecond: 1_000_000 } as const;
const SEEDING = { state: "seeding", progress: 1 } as const;
const QUEUED = { state: "queued" } as const;

/**
 * One download client with a Sonarr that grabbed all of it and a media server: every other download runs, the rest
 * is done (or, in SABnzbd, waits), and they belong to the people in turn.
 */
export class Household {
  readonly client: DownloadClientSimulator;
  readonly sonarr: SonarrSimulator;
  readonly facts: HouseholdFacts;
  readonly #mediaServer: MediaServerSimulator;
  readonly #running: readonly SimulatedDownload[];

  private constructor(
    client: DownloadClientSimulator,
    sonarr: SonarrSimulator,
    mediaServer: MediaServerSimulator,
  ) {
    this.client = client;
    this.sonarr = sonarr;
    this.#mediaServer = mediaServer;
    this.#running = client.downloads().filter(({ state }) => state === "downloading");
    const { kind, server, credentials } = client;
    const url = "url" in client && typeof client.url === "string" ? client.url : server.url;
    this.facts = {
      mediaServer: { url: mediaServer.url, apiKey: mediaServer.apiKey },
      client: { kind, url, ...credentials },
      sonarr: { kind: "sonarr", url: sonarr.url, apiKey: sonarr.apiKey },
    };
  }

  static async open(options: HouseholdOptions): Promise<Household> {
    let aheadMs = 0;
    const now = (): number => Date.now() + aheadMs;
    const client = MAKERS[options.kind](now);
    const sonarr = createSonarrSimulator({ now });
    const mediaServer = createMediaServerSimulator({ now });
    mediaServer.addUser({ name: ADMIN, password: PASSWORD, isAdmin: true });
    for (let at = 0; at < options.people; at += 1) {
      mediaServer.addUser({ name: personName(at), password: PASSWORD });
    }
    fill(client, sonarr, options);
    aheadMs = MOVED_IN_MS;
    await Promise.all([client.start(), sonarr.start(), mediaServer.start()]);
    return new Household(client, sonarr, mediaServer);
  }

  /**
   * Moves some running downloads on.
   *
   * @param first where to begin among those that run.
   * @returns their ids, and when it was, in milliseconds since the epoch.
   */
  change(count: number, first = 0): { readonly ids: readonly string[]; readonly at: number } {
    const ids: string[] = [];
    for (let step = 0; step < count; step += 1) {
      const download = this.#running[(first + step) % this.#running.length];
      if (download === undefined) break;
      ids.push(download.id);
      const progress = (download.progress + 0.01) % 0.9;
      const sizeleft = Math.round(download.sizeBytes * (1 - progress));
      this.client.update(download.id, { progress });
      this.sonarr.updateQueueItem(downloadIdOf(this.client, download.id), { sizeleft });
    }
    return { ids, at: Date.now() };
  }

  async stop(): Promise<void> {
    await Promise.all([this.client.stop(), this.sonarr.stop(), this.#mediaServer.stop()]);
  }
}

/** As Sonarr writes it. */
function downloadIdOf({ kind }: DownloadClientSimulator, id: string): string {
  return kind === "sabnzbd" ? id : id.toUpperCase();
}

function fill(
  client: DownloadClientSimulator,
  sonarr: SonarrSimulator,
  { downloads, people }: HouseholdOptions,
): void {
  const protocol = client.kind === "sabnzbd" ? "usenet" : "torrent";
  const wanted = Math.min(Math.ceil(downloads / EPISODES_PER_SERIES), MOST_SERIES);
  const library = Array.from({ length: wanted }, (_, at) => {
    const tags = [personName(at % people)];
    return sonarr.addSeries({ title: `Harbor Lights ${at}`, tags, seasons: [EPISODES_PER_SERIES] });
  });
  for (let at = 0; at < downloads; at += 1) {
    const series = library[at % library.length];
    const episode = series?.episodes[Math.floor(at / library.length) % EPISODES_PER_SERIES];
    if (series === undefined || episode === undefined) throw new Error("an empty library");
    const title = `Harbor.Lights.${series.id}.S01E0${episode.episodeNumber}.1080p.WEB.H264-G${at}`;
    const { id } = client.add({
      title,
      sizeBytes: EPISODE_BYTES + at,
      category: "tv-sonarr",
      savePath: "/downloads/tv",
      seeders: at % 50,
      peers: at % 7,
      ...(at % 2 === 0 ? RUNNING : protocol === "torrent" ? SEEDING : QUEUED),
    });
    const grab = { downloadId: downloadIdOf(client, id), episodeIds: [episode.id] };
    sonarr.addQueueItem({ ...grab, title, seriesId: series.id, protocol });
    sonarr.addHistory({ ...grab, sourceTitle: title, titleId: series.id, eventType: "grabbed" });
  }
}
