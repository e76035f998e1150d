import type { MessageKey } from "../../i18n/catalogue.ts";

/** A problem that has a plain sentence in the catalogue. */
export type KnownIssue = Extract<MessageKey, `issue.${string}`>;

/**
 * What technical messages are about, by the words that give them away. First match wins. The messages come from
 * Sonarr, Radarr, download clients and trackers, in English and in many versions, so only short, telling phrases
 * are looked for.
 */
const TELLTALES: readonly (readonly [RegExp, KnownIssue])[] = [
  [/not an? (custom format )?upgrade|already (exists|meets)/i, "issue.notUpgrade"],
  [/free space|space left|disk (is )?full|not enough (disk )?space/i, "issue.diskFull"],
  [/password|encrypted/i, "issue.password"],
  [/permission denied|access .*denied|read-only/i, "issue.permission"],
  [/archive file|to be extracted/i, "issue.packed"],
  [/\bsample\b/i, "issue.sample"],
  [/no files found|no video files|not a valid video|no valid files/i, "issue.noFiles"],
  [
    /by id\b|manual (import|interaction)|not possible to import automatically/i,
    "issue.unsureMatch",
  ],
  [/\bTBA\b/, "issue.tba"],
  [/not imported or missing|missing from the release|unexpected episode/i, "issue.missingEpisodes"],
  [
    /unable to parse|unknown (series|movie|episode)|invalid (season|episode)/i,
    "issue.unknownTitle",
  ],
  [/unregistered|not registered|torrent not found|unknown torrent/i, "issue.trackerRefused"],
  [/missing files|no such file|does not exist|no data found/i, "issue.filesGone"],
  [
    /repair failed|cannot be completed|not enough (repair )?blocks|out of retention|articles/i,
    "issue.incomplete",
  ],
  [
    /timed? ?out|unreachable|could not connect|connection (refused|failed)|gateway/i,
    "issue.noConnection",
  ],
];

/** The plain sentence behind a technical message, `null` when it is none we know. */
export function explainIssue(message: string): KnownIssue | null {
  return TELLTALES.find(([telltale]) => telltale.test(message))?.[1] ?? null;
}
