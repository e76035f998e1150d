import { relative, sep } from "node:path/posix";

import { CALL_LIMIT_MS, expectSuccess, type ClientUnderTest, type Reading } from "./reading.ts";
import type { RigClient } from "./rig.ts";

const FIELDS = [
  "hashString",
  "name",
  "status",
  "error",
  "errorString",
  "percentDone",
  "metadataPercentComplete",
  "sizeWhenDone",
  "leftUntilDone",
  "rateDownload",
  "peersSendingToUs",
  "labels",
  "downloadDir",
];

interface Torrent {
  readonly hashString: string;
  readonly name: string;
  readonly status: number;
  readonly error: number;
  readonly errorString: string;
  readonly percentDone: number;
  readonly metadataPercentComplete: number;
  readonly sizeWhenDone: number;
  readonly leftUntilDone: number;
  readonly rateDownload: number;
  readonly peersSendingToUs: number;
  readonly labels: readonly string[];
  readonly downloadDir: string;
}

/** `error` of a fault on this machine (disk, missing files), as against a tracker's words. */
const LOCAL_ERROR = 3;

/** Transmission by the classic `torrent-get`, which every release still answers. */
export function openTransmission(client: RigClient): ClientUnderTest {
  const url = `${client.url}/transmission/rpc`;
  const basic = Buffer.from(`${client.username ?? ""}:${client.password ?? ""}`).toString("base64");
  let session = "";

  const post = (body: object): Promise<Response> =>
    fetch(url, {
      method: "POST",
      headers: { authorization: `Basic ${basic}`, "x-transmission-session-id": session },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(CALL_LIMIT_MS),
    });

  const call = async (method: string, args: object): Promise<unknown> => {
    let response = await post({ method, arguments: args });
    if (response.status === 409) {
      session = response.headers.get("x-transmission-session-id") ?? "";
      await response.text();
      response = await post({ method, arguments: args });
    }
    await expectSuccess(response, `Transmission ${method}`);
    const answer = (await response.json()) as { result: string; arguments: unknown };
    if (answer.result !== "success") throw new Error(`Transmission ${method}: ${answer.result}`);
    return answer.arguments;
  };

  return {
    async read() {
      const settings = (await call("session-get", {})) as { "download-dir": string };
      const { torrents } = (await call("torrent-get", { fields: FIELDS })) as {
        torrents: Torrent[];
      };
      return torrents.map((torrent) => reading(torrent, settings["download-dir"]));
    },
    async pause(hash) {
      await call("torrent-stop", { ids: [hash] });
    },
    async resume(hash) {
      await call("torrent-start-now", { ids: [hash] });
    },
    async remove(hash) {
      await call("torrent-remove", { ids: [hash], "delete-local-data": false });
    },
  };
}

function reading(torrent: Torrent, rootDir: string): Reading {
  const error = torrent.error === 0 ? "" : ` error=${torrent.error} ${torrent.errorString}`;
  return {
    id: torrent.hashString.toLowerCase(),
    title: torrent.name,
    sizeBytes: torrent.sizeWhenDone > 0 ? torrent.sizeWhenDone : null,
    progressPercent: torrent.percentDone * 100,
    rawState: `status=${torrent.status}${error}`,
    category: torrent.labels[0] ?? folder(torrent.downloadDir, rootDir),
    bytesPerSecond: torrent.rateDownload,
    expectedStatuses: statuses(torrent),
  };
}

/** Without a label, the folder in the download folder is the category: so the *arr apps file them. */
function folder(dir: string, rootDir: string): string | null {
  const inside = relative(rootDir, dir).split(sep)[0] ?? "";
  return inside === "" || inside === ".." ? null : inside;
}

/** In the order of what a person must know first. */
function statuses(torrent: Torrent): readonly string[] {
  if (torrent.error === LOCAL_ERROR) return ["Error"];
  switch (torrent.status) {
    case 0:
      return torrent.leftUntilDone === 0 && torrent.sizeWhenDone > 0 ? ["Completed"] : ["Paused"];
    case 1:
    case 2:
      return ["Checking"];
    case 3:
      return ["Queued"];
    case 4:
      if (torrent.metadataPercentComplete < 1) return ["Fetching metadata"];
      if (torrent.rateDownload > 0) return ["Downloading"];
      // A peer that is about to send, between two moments of rate: either word is true.
      return torrent.peersSendingToUs > 0 ? ["Downloading", "Stalled"] : ["Stalled"];
    case 5:
      // Complete, waiting for an upload slot.
      return ["Completed", "Seeding"];
    case 6:
      return ["Seeding"];
    default:
      return ["Unknown"];
  }
}
