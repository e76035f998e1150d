import type { Traits } from "./versions.ts";

/** What session-get tells that the simulator decides. */
export interface SessionFacts {
  readonly sessionId: string;
  readonly downloadDir: string;
  readonly freeBytes: number;
  readonly antiBruteForce: { readonly enabled: boolean; readonly threshold: number };
}

type Units = Readonly<Record<string, number | readonly string[]>>;

/** All of session-get in the classic spelling, as recorded from 3.00 and 4.1.3. */
export function sessionFields(traits: Traits, facts: SessionFacts): Record<string, unknown> {
  return {
    ...fieldsOf2_94(traits, facts),
    ...(traits.since.v3_00 ? { "session-id": facts.sessionId } : {}),
    ...(traits.since.v4_0 ? fieldsSince4_0(traits, facts) : {}),
    ...(traits.since.v4_1
      ? { preferred_transports: ["utp", "tcp"], reqq: 2000, sequential_download: false }
      : {}),
  };
}

function fieldsOf2_94(traits: Traits, facts: SessionFacts): Record<string, unknown> {
  return {
    "alt-speed-down": 50,
    "alt-speed-enabled": false,
    "alt-speed-time-begin": 540,
    "alt-speed-time-day": 127,
    "alt-speed-time-enabled": false,
    "alt-speed-time-end": 1020,
    "alt-speed-up": 50,
    "blocklist-enabled": false,
    "blocklist-size": 0,
    "blocklist-url": "",
    "cache-size-mb": 4,
    "config-dir": "/config",
    "dht-enabled": true,
    "download-dir": facts.downloadDir,
    "download-dir-free-space": facts.freeBytes,
    "download-queue-enabled": true,
    "download-queue-size": 5,
    encryption: "tolerated",
    "idle-seeding-limit": 30,
    "idle-seeding-limit-enabled": false,
    "incomplete-dir": facts.downloadDir,
    "incomplete-dir-enabled": false,
    "lpd-enabled": false,
    "peer-limit-global": 200,
    "peer-limit-per-torrent": 50,
    "peer-port": 51413,
    "peer-port-random-on-start": false,
    "pex-enabled": true,
    "port-forwarding-enabled": false,
    "queue-stalled-enabled": true,
    "queue-stalled-minutes": 30,
    "rename-partial-files": true,
    "rpc-version": traits.rpcVersion,
    "rpc-version-minimum": traits.rpcVersionMinimum,
    "script-torrent-done-enabled": false,
    "script-torrent-done-filename": "",
    "seed-queue-enabled": false,
    "seed-queue-size": 10,
    seedRatioLimit: 2,
    seedRatioLimited: false,
    "speed-limit-down": 100,
    "speed-limit-down-enabled": false,
    "speed-limit-up": 100,
    "speed-limit-up-enabled": false,
    "start-added-torrents": true,
    "trash-original-torrent-files": false,
    units: unitsOf(traits),
    "utp-enabled": true,
    version: traits.version,
  };
}

function fieldsSince4_0(traits: Traits, facts: SessionFacts): Record<string, unknown> {
  return {
    "anti-brute-force-enabled": facts.antiBruteForce.enabled,
    "anti-brute-force-threshold": facts.antiBruteForce.threshold,
    "default-trackers": "",
    "rpc-version-semver": traits.semver,
    "script-torrent-added-enabled": false,
    "script-torrent-added-filename": "",
    "script-torrent-done-seeding-enabled": false,
    "script-torrent-done-seeding-filename": "",
    "tcp-enabled": true,
  };
}

/** Only 4.1 lists the plain byte as well. */
function unitsOf(traits: Traits): Units {
  const plain = traits.since.v4_1 ? [""] : [];
  const units = (prefixes: readonly string[], unit: string): string[] =>
    [...plain, ...prefixes].map((prefix) => prefix + unit);
  return {
    "memory-bytes": 1024,
    "memory-units": units(["Ki", "Mi", "Gi", "Ti"], "B"),
    "size-bytes": 1000,
    "size-units": units(["k", "M", "G", "T"], "B"),
    "speed-bytes": 1000,
    "speed-units": units(["k", "M", "G", "T"], "B/s"),
  };
}
