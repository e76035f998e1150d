import { CALL_LIMIT_MS, expectSuccess, type ClientUnderTest, type Reading } from "./reading.ts";
import type { RigClient } from "./rig.ts";
import { decodeAnswer, encodeCall, type XmlRpcValue } from "./xml-rpc.ts";

/** Asked one by one of each torrent, in this order. */
const TEXTS = ["d.name", "d.message", "d.custom1"] as const;
const NUMBERS = [
  "d.size_bytes",
  "d.completed_bytes",
  "d.state",
  "d.is_open",
  "d.is_active",
  "d.complete",
  "d.is_partially_done",
  "d.hashing",
  "d.is_meta",
  "d.down.rate",
] as const;

type Facts = Readonly<Record<(typeof NUMBERS)[number], number>> &
  Readonly<Record<(typeof TEXTS)[number], string>> & {
    /** Bytes of the files that are wanted. */
    readonly wantedBytes: number;
  };

/** rTorrent over HTTP, by many single questions in one `system.multicall`. */
export function openRtorrent(client: RigClient): ClientUnderTest {
  const basic = Buffer.from(`${client.username ?? ""}:${client.password ?? ""}`).toString("base64");
  const call = async (method: string, ...params: XmlRpcValue[]): Promise<XmlRpcValue> => {
    const response = await fetch(client.url, {
      method: "POST",
      headers: { authorization: `Basic ${basic}`, "content-type": "text/xml" },
      body: encodeCall(method, params),
      signal: AbortSignal.timeout(CALL_LIMIT_MS),
    });
    await expectSuccess(response, `rTorrent ${method}`);
    return decodeAnswer(await response.text());
  };
  const act = async (methods: readonly string[], hash: string): Promise<void> => {
    for (const method of methods) await call(method, hash.toUpperCase());
  };
  return {
    async read() {
      const hashes = (await call("download_list", "", "main")) as readonly string[];
      const questions = hashes.flatMap((hash) => [
        ...[...TEXTS, ...NUMBERS].map((method) => ({ methodName: method, params: [hash] })),
        { methodName: "f.multicall", params: [hash, "", "f.size_bytes=", "f.priority="] },
      ]);
      const answers = (await call("system.multicall", questions)) as readonly XmlRpcValue[];
      const each = TEXTS.length + NUMBERS.length + 1;
      return hashes.map((hash, index) =>
        reading(hash, facts(answers.slice(index * each, (index + 1) * each))),
      );
    },
    pause: (hash) => act(["d.pause"], hash),
    resume: (hash) => act(["d.resume"], hash),
    remove: (hash) => act(["d.erase"], hash),
  };
}

/** One torrent's answers, each a list of one value, or a fault. */
function facts(answers: readonly XmlRpcValue[]): Facts {
  const values = answers.map((answer) => {
    if (!Array.isArray(answer)) throw new Error(`rTorrent: ${JSON.stringify(answer)}`);
    return (answer as readonly XmlRpcValue[])[0];
  });
  const named = [...TEXTS, ...NUMBERS].map((name, index) => [name, values[index]]);
  const files = values.at(-1) as readonly (readonly [number, number])[];
  const wantedBytes = files.reduce((sum, [size, priority]) => sum + (priority > 0 ? size : 0), 0);
  return { ...(Object.fromEntries(named) as Facts), wantedBytes };
}

function reading(hash: string, torrent: Facts): Reading {
  const isMeta = torrent["d.is_meta"] === 1;
  const flags = ["d.state", "d.is_open", "d.is_active", "d.complete", "d.hashing"] as const;
  return {
    id: hash.toLowerCase(),
    title: torrent["d.name"],
    sizeBytes: isMeta ? null : torrent.wantedBytes,
    progressPercent: isMeta ? 0 : progress(torrent),
    rawState: `${flags.map((flag) => `${flag.slice(2)}=${torrent[flag]}`).join(" ")} ${torrent["d.message"]}`,
    category: torrent["d.custom1"] === "" ? null : decodeURIComponent(torrent["d.custom1"]),
    bytesPerSecond: torrent["d.down.rate"],
    expectedStatuses: statuses(torrent),
  };
}

function hasAllWanted(torrent: Facts): boolean {
  return torrent["d.complete"] === 1 || torrent["d.is_partially_done"] === 1;
}

function progress(torrent: Facts): number {
  return hasAllWanted(torrent)
    ? 100
    : (torrent["d.completed_bytes"] / torrent["d.size_bytes"]) * 100;
}

function statuses(torrent: Facts): readonly string[] {
  if (torrent["d.is_meta"] === 1) return ["Fetching metadata"];
  if (torrent["d.hashing"] !== 0) return ["Checking"];
  if (hasAllWanted(torrent)) {
    // A message about a finished torrent is a tracker's; what the person asked for is there.
    return torrent["d.state"] === 1 ? ["Seeding"] : ["Completed"];
  }
  if (torrent["d.message"] !== "") return ["Error"];
  if (torrent["d.state"] === 0 || torrent["d.is_open"] === 0) return ["Paused"];
  if (torrent["d.is_active"] === 0) return ["Paused"];
  return torrent["d.down.rate"] > 0 ? ["Downloading"] : ["Stalled"];
}
