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
  "d.hashing_failed",
  "d.is_meta",
  "d.down.rate",
] as const;

const QUESTIONS = [...TEXTS, ...NUMBERS];

type Facts = Readonly<Record<(typeof NUMBERS)[number], number>> &
  Readonly<Record<(typeof TEXTS)[number], string>>;

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
      const questions = hashes.flatMap((hash) =>
        QUESTIONS.map((methodName) => ({ methodName, params: [hash] })),
      );
      const answers = (await call("system.multicall", questions)) as readonly XmlRpcValue[];
      return hashes.map((hash, index) => {
        const from = index * QUESTIONS.length;
        return reading(hash, facts(answers.slice(from, from + QUESTIONS.length)));
      });
    },
    pause: (hash) => act(["d.pause"], hash),
    resume: (hash) => act(["d.resume"], hash),
    remove: (hash) => act(["d.erase"], hash),
  };
}

/** One torrent's answers, each a list of one value, or a fault. */
function facts(answers: readonly XmlRpcValue[]): Facts {
  const named = answers.map((answer, index) => {
    if (!Array.isArray(answer)) throw new Error(`rTorrent: ${JSON.stringify(answer)}`);
    return [QUESTIONS[index], (answer as readonly XmlRpcValue[])[0]];
  });
  return Object.fromEntries(named) as Facts;
}

function reading(hash: string, torrent: Facts): Reading {
  const isMeta = torrent["d.is_meta"] === 1;
  const flags = [
    "d.state",
    "d.is_open",
    "d.is_active",
    "d.complete",
    "d.hashing",
    "d.hashing_failed",
  ] as const;
  return {
    id: hash.toLowerCase(),
    title: torrent["d.name"],
    // All of it: rTorrent has no number for what is wanted.
    sizeBytes: isMeta ? null : torrent["d.size_bytes"],
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
  // It stays in its check for ever after a check that failed.
  if (torrent["d.hashing"] !== 0)
    return torrent["d.hashing_failed"] === 1 ? ["Error"] : ["Checking"];
  if (hasAllWanted(torrent)) {
    // A message about a finished torrent is a tracker's; what the person asked for is there.
    return torrent["d.state"] === 1 ? ["Seeding"] : ["Completed"];
  }
  if (torrent["d.message"] !== "") return ["Error"];
  if (torrent["d.state"] === 0 || torrent["d.is_open"] === 0) return ["Paused"];
  if (torrent["d.is_active"] === 0) return ["Paused"];
  return torrent["d.down.rate"] > 0 ? ["Downloading"] : ["Stalled"];
}
