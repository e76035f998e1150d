import type { MessageKey } from "../../i18n/catalogue.ts";

/** A problem that has a plain sentence in the catalogue. */
export type KnownIssue = Extract<MessageKey, `issue.${string}`>;

/**
 * What technical messages are about, by the words that give them away. First match wins. The messages come from
 * Sonarr, Radarr, download clients and trackers, in English and in many versions, so only short, telling phrases
 * are looked for.
 */
const TELLTALES: readonly (readonly [RegExp, KnownIssue])[] = [
  [
    /\bnot an? (custom format |quality revision )?upgrade|already (exists|meets|imported)|same file ?size/i,
    "issue.notUpgrade",
  ],
  [/free space|space left|disk (is )?full|not enough (disk )?space/i, "issue.diskFull"],
  [/password|encrypt/i, "issue.password"],
  [/executable file|dangerous file|unwanted extension/i, "issue.dangerous"],
  [/permission denied|access [^\n]{0,80}denied|read-only/i, "issue.permission"],
  [/not accessible by|remote path|ensure the path exists/i, "issue.outOfReach"],
  [/input\/output error|\bi\/o error|write error|disk error/i, "issue.diskFault"],
  [/still being unpacked|locked file|being used by another/i, "issue.unpacking"],
  [/archive file|to be extracted/i, "issue.packed"],
  [/unable to determine [^\n]{0,80}sample/i, "issue.unsureSample"],
  [/\bsample\b/i, "issue.sample"],
  [
    /no files found|no video files|not a valid video|no valid files|invalid video/i,
    "issue.noFiles",
  ],
  [/wasn['’]t grabbed by|not in a category/i, "issue.notAskedFor"],
  [/not found in the grabbed release|was unexpected|unexpected episode/i, "issue.somethingElse"],
  [
    /by id\b|title mismatch|manual (import|interaction)|automatic import is not possible|not possible to import automatically|partial season|single episode file/i,
    "issue.unsureMatch",
  ],
  [/\bTBA\b/, "issue.tba"],
  [/not imported or missing|missing from the release/i, "issue.missingParts"],
  [
    /unable to parse|unknown (series|movie|episode)|invalid (season|episode)/i,
    "issue.unknownTitle",
  ],
  [
    /unregistered|not registered|torrent not found|unknown torrent|info ?hash not found|torrent (has been|was) (deleted|removed)/i,
    "issue.trackerRefused",
  ],
  [/passkey|not authori[sz]ed|banned|not allowed to download|client is not/i, "issue.trackerDoor"],
  [/missing files|no such file|does not exist|no data found/i, "issue.filesGone"],
  [
    /repair failed|cannot be completed|not enough (repair )?blocks|retention|articles|not on your server|crc (error|failed)/i,
    "issue.incomplete",
  ],
  [/unpacking failed|unpack(ing)? error/i, "issue.unpackFailed"],
  [/dht disabled/i, "issue.magnet"],
  [
    /timed? ?out|unreachable|could not connect|connection (refused|failed)|gateway|host not found|could not resolve|name resolution/i,
    "issue.noConnection",
  ],
];

/** The plain sentence behind a technical message, `null` when it is none we know. */
export function explainIssue(message: string): KnownIssue | null {
  return TELLTALES.find(([telltale]) => telltale.test(message))?.[1] ?? null;
}
