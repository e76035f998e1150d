import type { ArrSimulator, ArrTitle } from "../../demo/simulators/arr/index.ts";
import { INDEXER_KEY } from "../../demo/simulators/arr/history-data.ts";
import type { DownloadClientSimulator } from "../../demo/simulators/download-client-simulator.ts";
import type { OmbiUser } from "../../demo/simulators/ombi/ombi-nouns.ts";
import { createRtorrentSimulator } from "../../demo/simulators/rtorrent/index.ts";
import { send, SimulatorServer } from "../../demo/simulators/simulator-server.ts";
import { createTransmissionSimulator } from "../../demo/simulators/transmission/index.ts";
import { COOKIE_SECRET, startWholeHousehold } from "./whole-household.ts";

/** People who own downloads. Everything that is theirs, and nothing else, has their name in it. */
export const OWNERS = ["quillon", "zephyrine"] as const;
export type Owner = (typeof OWNERS)[number];

/** In everything that belongs to nobody. */
export const NOBODYS = "unclaimedthing";
/** In every path, and in all else that is for admins alone. */
export const FOR_ADMINS = "adminsonlymark";

/** Secrets that come in with upstreams' data. */
const STRAY_SECRETS = {
  tracker: "passkey5f3a77tracker",
  announce: "announce9b2c44path",
  title: "passkey81e6title",
  indexer: INDEXER_KEY,
  archive: "archive-password-71d0",
  connection: "connection-password-93aa",
  connectionHeader: "connection-header-secret-28be",
  foreignHook: "foreign-hook-token-55c1",
  ombi: "ombi-application-token-640f",
} as const;

/** Stands for upstreams that give back whatever they were sent: their keys too, in errors and in answers. */
const ECHO_KINDS = [
  "sonarr",
  "radarr",
  "sabnzbd",
  "ombi",
  "qbittorrent",
  "transmission",
  "rtorrent",
];
const ECHO_STATUSES = [403, 400, 500, 200] as const;
const LAST_TMDB_ID_OF_ARRS = 900_000;
/** For whoever is to be told the metrics. */
export const METRICS_SECRET = "metrics-secret-of-the-taint-6d3a";
const ECHO_SECRET = "echo-secret-of-";

/**
 * A household where every secret and everything of each person can be told by its looks, wherever it turns up.
 * Beside the whole household there are Transmission, rTorrent, and of every kind one that echoes its caller.
 */
export async function startTaintedHousehold() {
  const whole = await startWholeHousehold();
  const { household, ombi } = whole;
  const transmission = createTransmissionSimulator({ password: "transmission-secret-c0de" });
  const rtorrent = createRtorrentSimulator();
  const echoes = new Map<string, number>();
  let lastTmdbId = LAST_TMDB_ID_OF_ARRS;
  const echo = new SimulatorServer(({ method, path, query, headers, body }, response) => {
    const [, kind = ""] = path.split("/");
    const count = echoes.get(kind) ?? 0;
    echoes.set(kind, count + 1);
    const heard = { message: `${method} ${path}?${query.toString()}`, headers, body };
    const status = ECHO_STATUSES[count % ECHO_STATUSES.length] ?? 500;
    send(response, status, JSON.stringify(heard), {
      "content-type": "application/json",
    });
  });
  await Promise.all([transmission.start(), rtorrent.start(), echo.start()]);
  const addUser = (name: Owner) =>
    household.mediaServer.addUser({ name, password: `password-of-${name}-4e` });
  const accounts = { quillon: addUser("quillon"), zephyrine: addUser("zephyrine") };

  const clients: readonly DownloadClientSimulator[] = [
    household.qbittorrent,
    household.sabnzbd,
    transmission,
    rtorrent,
  ];
  const arrs = [household.sonarr, household.anime, household.radarr];
  for (const who of [...OWNERS, NOBODYS]) {
    const requester =
      who === NOBODYS
        ? null
        : ombi.addUser({ userName: who, providerUserId: accounts[who as Owner].id });
    for (const client of clients) for (const arr of arrs) fill(who, client, arr);
    for (const arr of arrs) holdBack(who, arr);
    askFor(who, requester);
  }
  share();
  await leadElsewhere();

  /** One title that is both owners'; neither is to see whose else it is. */
  function share(): void {
    const title = "Shared by both";
    const series = household.sonarr.addSeries({ title, tags: [...OWNERS, `${FOR_ADMINS}-tag`] });
    const { id } = household.qbittorrent.add({ title, state: "downloading" });
    const downloadId = id.toUpperCase();
    household.sonarr.addQueueItem({ title, seriesId: series.id, downloadId });
  }

  /** A release that was found and is in no download client yet. */
  function holdBack(who: string, arr: ArrSimulator): void {
    const name = `${who} waits for ${arr.apiKey === household.anime.apiKey ? "anime" : arr.kind}`;
    const { id } = addTitle(arr, who, name, `/${FOR_ADMINS}/${name}`);
    arr.addQueueItem({
      ...(arr.kind === "sonarr" ? { seriesId: id } : { movieId: id }),
      downloadId: null,
      title: `${name.replaceAll(" ", ".")}.1080p`,
      status: "delay",
      indexer: `${FOR_ADMINS}-indexer`,
    });
  }

  /** Something of this person in every place a download, its title and its history have. */
  function fill(who: string, client: DownloadClientSimulator, arr: ArrSimulator): void {
    const name = `${who} by ${arr.apiKey === household.anime.apiKey ? "anime" : arr.kind} on ${client.kind}`;
    const isAddress = arr === household.anime;
    // Until its name is known a download may be called by the address it came from.
    const release = isAddress
      ? `https://indexer.example/get?name=${name.replaceAll(" ", ".")}&passkey=${STRAY_SECRETS.title}`
      : `${name.replaceAll(" ", ".")}.1080p`;
    const folder = `/${FOR_ADMINS}/${who}`;
    const title = addTitle(arr, who, name, `${folder}/${name}`);
    const download = client.add({
      title: release,
      category: `${who}-category`,
      tags: [`${who}-client-tag`],
      savePath: folder,
      state: client.kind === "sabnzbd" ? "downloading" : "stalled",
      progress: 0.5,
      availability: 0.5,
      message: `Gone from https://tracker.example/${STRAY_SECRETS.announce}/announce?passkey=${STRAY_SECRETS.tracker} and ${folder}/file`,
    });
    if (client === household.sabnzbd) {
      household.sabnzbd.setDetail(download.id, { password: STRAY_SECRETS.archive });
    }
    const protocol = client.kind === "sabnzbd" ? "usenet" : "torrent";
    const downloadId = protocol === "usenet" ? download.id : download.id.toUpperCase();
    const [episode] = title.episodes;
    const subject = arr.kind === "sonarr" ? { seriesId: title.id } : { movieId: title.id };
    const episodeIds = episode === undefined ? [] : [episode.id];
    arr.addQueueItem({
      ...subject,
      episodeIds,
      downloadId,
      protocol,
      title: release,
      status: "completed",
      trackedDownloadState: "importBlocked",
      trackedDownloadStatus: "warning",
      statusMessages: [{ title: release, messages: [`No files of ${who} in ${folder}/files`] }],
      errorMessage: `${who}: https://indexer.example/get?apikey=${INDEXER_KEY} refused`,
      indexer: `${FOR_ADMINS} Indexer`,
      outputPath: folder,
    });
    for (const eventType of ["grabbed", "downloadFolderImported", "downloadFailed"] as const) {
      arr.addHistory({
        eventType,
        titleId: title.id,
        ...(episode === undefined ? {} : { episodeIds }),
        sourceTitle: `${release}.${eventType}`,
        downloadId: eventType === "grabbed" ? downloadId : `${downloadId.slice(0, -1)}0`,
        data:
          eventType === "downloadFailed"
            ? { message: `${who} lost https://indexer.example/get?apikey=${INDEXER_KEY} ${folder}` }
            : { droppedPath: `${folder}/dropped`, importedPath: `${folder}/imported` },
      });
    }
  }

  function addTitle(arr: ArrSimulator, who: string, name: string, path: string): ArrTitle {
    const input = {
      title: name,
      path,
      tags: who === NOBODYS ? [] : [who, `${FOR_ADMINS}-${who}-tag`],
    };
    const title =
      arr === household.radarr ? household.radarr.addMovie(input) : addSeries(arr, input);
    for (const episode of title.episodes) Object.assign(episode, { title: `${who} episode` });
    return title;
  }

  function addSeries(arr: ArrSimulator, input: { title: string; tags: string[] }): ArrTitle {
    const series = arr === household.anime ? household.anime : household.sonarr;
    return series.addSeries({ ...input, seasons: [1] });
  }

  function askFor(who: string, requestedBy: OmbiUser | null): void {
    // Nothing in an *arr has these ids: a request for the same thing would make it theirs.
    lastTmdbId += 3;
    const denied = { denied: true, deniedReason: `${who} has it at ${FOR_ADMINS}` };
    const [first, second, third] = [lastTmdbId - 2, lastTmdbId - 1, lastTmdbId];
    ombi.addMovieRequest({ title: `${who} asked for a movie`, theMovieDbId: first, requestedBy });
    const refused = { title: `${who} was denied a movie`, theMovieDbId: second, requestedBy };
    ombi.addMovieRequest({ ...refused, ...denied });
    ombi.addTvRequest({ title: `${who} asked for a show`, externalProviderId: third, requestedBy });
  }

  /** Webhooks of others, with secrets of theirs. */
  async function leadElsewhere(): Promise<void> {
    const { connection, connectionHeader, foreignHook } = STRAY_SECRETS;
    await Promise.all(
      arrs.map(async (arr) => {
        await fetch(`${arr.url}/api/v3/notification`, {
          method: "POST",
          headers: { "x-api-key": arr.apiKey, "content-type": "application/json" },
          body: JSON.stringify({
            name: "Somebody else's",
            implementation: "Webhook",
            configContract: "WebhookSettings",
            tags: [],
            fields: [
              { name: "url", value: `${whole.elsewhere.url}/hook?token=${foreignHook}` },
              { name: "method", value: 1 },
              { name: "username", value: "somebody" },
              { name: "password", value: connection },
              { name: "headers", value: [{ key: "X-Secret", value: connectionHeader }] },
            ],
          }),
        });
      }),
    );
    await fetch(`${ombi.url}/api/v1/Settings/notifications/webhook`, {
      method: "POST",
      headers: { apikey: ombi.apiKey, "content-type": "application/json" },
      body: JSON.stringify({
        enabled: true,
        webhookUrl: `${whole.elsewhere.url}/ombi?token=${foreignHook}`,
        applicationToken: STRAY_SECRETS.ombi,
        id: 1,
      }),
    });
  }

  function settings(): Record<string, string> {
    const extra: Readonly<Record<string, object>> = {
      TRANSMISSION: { name: "main", url: transmission.server.url, ...transmission.credentials },
      RTORRENT: { name: "main", url: `${rtorrent.server.url}/RPC2`, ...rtorrent.credentials },
      OMBI: { name: "main", url: ombi.url, apiKey: ombi.apiKey },
    };
    const lists = ECHO_KINDS.map((kind) => {
      const variable = `${kind.toUpperCase()}_INSTANCES`;
      const own = JSON.parse(household.environment[variable] ?? "[]") as object[];
      const secret = ECHO_SECRET + kind;
      const credentials = ["sonarr", "radarr", "sabnzbd", "ombi"].includes(kind)
        ? { apiKey: secret }
        : { username: "echo", password: secret };
      const more = extra[kind.toUpperCase()];
      const echoing = { name: "echo", url: `${echo.url}/${kind}`, ...credentials };
      return [variable, JSON.stringify([...own, ...(more === undefined ? [] : [more]), echoing])];
    });
    return Object.fromEntries(lists) as Record<string, string>;
  }

  const upstreams = [...whole.upstreams, transmission.server, rtorrent.server];
  const mediaTokens = new Set<string>();
  const noteMediaTokens = (): void => {
    for (const { token } of household.mediaServer.sessions()) mediaTokens.add(token);
  };

  return {
    whole,
    accounts,
    /** All that can be made to fail. */
    upstreams,
    /** How many downloads each owner has. */
    downloadsEach: clients.length * arrs.length + 1,
    start: () => whole.start({ ...settings(), METRICS_SECRET, LOG_LEVEL: "trace" }),
    /** Everything a download client tells changes a little, and the *arrs say so. */
    async stir(): Promise<void> {
      noteMediaTokens();
      for (const client of clients) {
        for (const { id, progress } of client.downloads()) {
          client.update(id, { progress: progress > 0.9 ? 0.1 : progress + 0.01 });
        }
      }
      await Promise.all(
        arrs.map(async (arr) => {
          const [item] = arr.queueItems();
          if (item !== undefined) await arr.fire({ type: "ManualInteractionRequired", item });
        }),
      );
    },
    /** Every secret there was; tokens of the media server as often as it was stirred. */
    secrets: (): readonly string[] => [
      ...mediaTokens,
      ...Object.values(STRAY_SECRETS),
      ...ECHO_KINDS.map((kind) => ECHO_SECRET + kind),
      COOKIE_SECRET,
      METRICS_SECRET,
      household.environment["SOFARR_WEBHOOK_SECRET"] ?? "",
      household.mediaServer.apiKey,
      ...household.mediaServer.users().map(({ password }) => password),
      ...[...arrs, ombi].map(({ apiKey }) => apiKey),
      ...clients.map(({ credentials }) =>
        "apiKey" in credentials ? credentials.apiKey : credentials.password,
      ),
    ],
    /** Where upstreams are, as it stands in addresses: for admins alone. */
    addresses: (): readonly string[] => [...upstreams, echo].map(({ port }) => `:${port}`),
    async stop(): Promise<void> {
      await whole.stop();
      await Promise.all([transmission.stop(), rtorrent.stop(), echo.stop()]);
    },
  };
}

export type TaintedHousehold = Awaited<ReturnType<typeof startTaintedHousehold>>;
