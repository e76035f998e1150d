import { CALL_LIMIT_MS, expectSuccess, type ClientUnderTest, type Reading } from "./reading.ts";
import type { RigClient } from "./rig.ts";

interface TorrentInfo {
  readonly hash: string;
  readonly name: string;
  readonly size: number;
  readonly progress: number;
  readonly state: string;
  readonly category: string;
  readonly dlspeed: number;
}

/** Web API state to our words. Both generations' names: 5.0 renamed paused to stopped. */
const STATUSES: Readonly<Record<string, readonly string[]>> = {
  downloading: ["Downloading"],
  forcedDL: ["Downloading"],
  stalledDL: ["Stalled"],
  metaDL: ["Fetching metadata"],
  forcedMetaDL: ["Fetching metadata"],
  queuedDL: ["Queued"],
  pausedDL: ["Paused"],
  stoppedDL: ["Paused"],
  checkingDL: ["Checking"],
  checkingUP: ["Checking"],
  checkingResumeData: ["Checking"],
  moving: ["Moving"],
  uploading: ["Seeding"],
  forcedUP: ["Seeding"],
  stalledUP: ["Seeding"],
  // Complete, waiting for an upload slot: for a person it is simply there.
  queuedUP: ["Seeding", "Completed"],
  pausedUP: ["Completed"],
  stoppedUP: ["Completed"],
  error: ["Error"],
  missingFiles: ["Error"],
};

/** qBittorrent by `torrents/info`, one full list a call. */
export async function openQbittorrent(client: RigClient): Promise<ClientUnderTest> {
  const login = await post(client, "auth/login", "", {
    username: client.username ?? "",
    password: client.password ?? "",
  });
  const cookie = (login.headers.getSetCookie()[0] ?? "").split(";")[0] ?? "";
  if (cookie === "") throw new Error("qBittorrent gave no session");
  const [pause, resume] = client.version.startsWith("v4") ? ["pause", "resume"] : ["stop", "start"];
  const act = async (action: string, form: Record<string, string>): Promise<void> => {
    await post(client, `torrents/${action}`, cookie, form);
  };
  return {
    async read() {
      const response = await fetch(`${client.url}/api/v2/torrents/info`, {
        headers: { cookie },
        signal: AbortSignal.timeout(CALL_LIMIT_MS),
      });
      await expectSuccess(response, "qBittorrent torrents/info");
      return ((await response.json()) as TorrentInfo[]).map(reading);
    },
    pause: (hash) => act(pause ?? "", { hashes: hash }),
    resume: (hash) => act(resume ?? "", { hashes: hash }),
    remove: (hash) => act("delete", { hashes: hash, deleteFiles: "false" }),
  };
}

function reading(torrent: TorrentInfo): Reading {
  return {
    id: torrent.hash.toLowerCase(),
    title: torrent.name,
    sizeBytes: torrent.size > 0 ? torrent.size : null,
    progressPercent: torrent.progress * 100,
    rawState: torrent.state,
    category: torrent.category === "" ? null : torrent.category,
    bytesPerSecond: torrent.dlspeed,
    expectedStatuses: STATUSES[torrent.state] ?? ["Unknown"],
  };
}

async function post(
  client: RigClient,
  path: string,
  cookie: string,
  form: Record<string, string>,
): Promise<Response> {
  const response = await fetch(`${client.url}/api/v2/${path}`, {
    method: "POST",
    headers: cookie === "" ? {} : { cookie },
    body: new URLSearchParams(form),
    signal: AbortSignal.timeout(CALL_LIMIT_MS),
  });
  return expectSuccess(response, `qBittorrent ${path}`);
}
