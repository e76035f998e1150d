export type ArrKind = "sonarr" | "radarr";

/** What one released version knows; each line is the first version that had it. */
export interface ArrFeatures {
  /** The number `/system/status` tells, with the build. */
  readonly fullVersion: string;
  /** Sonarr 3 sends one `language`, everything later a list. */
  readonly hasLanguageList: boolean;
  readonly hasCustomFormats: boolean;
  readonly hasEpisodeHasFile: boolean;
  /** `added` in queue rows. */
  readonly hasQueueAdded: boolean;
  /** The state `importBlocked`; before it such a download is `importPending` with a warning. */
  readonly hasImportBlocked: boolean;
  /** `changeCategory`, and the field that tells whether the client has a category for it. */
  readonly hasChangeCategory: boolean;
  readonly hasSkipRedownload: boolean;
  /** Takes `blacklist` for `blocklist` as well. */
  readonly hasBlacklistName: boolean;
  /** `eventType` may be repeated in the history filter. */
  readonly hasRepeatableEventType: boolean;
  /** Own headers in a webhook connection; older versions drop the field without a word. */
  readonly hasWebhookHeaders: boolean;
  /** Who sends: `instanceName` and `applicationUrl` in webhook bodies. */
  readonly hasWebhookSender: boolean;
  /** Labels of the title's tags in webhook bodies. */
  readonly hasWebhookTags: boolean;
  readonly hasWebhookImages: boolean;
  readonly hasWebhookOriginalLanguage: boolean;
  /** `onX` switches a connection has. */
  readonly connectionFlags: readonly string[];
}

/** Builds of the versions that the tests name in short; any other text is taken as it is. */
const FULL_VERSIONS: Readonly<Record<ArrKind, Readonly<Record<string, string>>>> = {
  sonarr: { "3.0.10": "3.0.10.1567", "4.0.0": "4.0.0.748", "4.0.19": "4.0.19.2979" },
  radarr: {
    "3.2.2": "3.2.2.5080",
    "4.7.5": "4.7.5.7809",
    "5.14.0": "5.14.0.9383",
    "6.1.0": "6.1.0.10360",
  },
};

/** Compares dotted versions number by number; a missing part counts as 0. */
export function isAtLeast(version: string, wanted: string): boolean {
  const have = version.split(".").map(Number);
  const want = wanted.split(".").map(Number);
  for (let at = 0; at < Math.max(have.length, want.length); at += 1) {
    const difference = (have[at] ?? 0) - (want[at] ?? 0);
    if (difference !== 0) return difference > 0;
  }
  return true;
}

/** @param version short (`4.0.19`) or with its build. */
export function featuresOf(kind: ArrKind, version: string): ArrFeatures {
  const fullVersion = FULL_VERSIONS[kind][version] ?? version;
  const since = (sonarr: string, radarr: string): boolean =>
    isAtLeast(fullVersion, kind === "sonarr" ? sonarr : radarr);
  return {
    fullVersion,
    hasLanguageList: since("4.0.0", "0"),
    hasCustomFormats: since("4.0.0", "0"),
    hasEpisodeHasFile: kind === "sonarr" && since("4.0.0", "0"),
    hasQueueAdded: since("4.0.0.924", "5.3.2"),
    hasImportBlocked: since("4.0.5.1778", "5.8.0.8897"),
    hasChangeCategory: since("4.0.1", "5.3.3"),
    hasSkipRedownload: since("4.0.0", "4.7.2"),
    hasBlacklistName: !since("4.0.0", "4.0.0"),
    hasRepeatableEventType: since("4.0.0", "4.0.0"),
    hasWebhookHeaders: since("4.0.10.2656", "5.16.0.9485"),
    hasWebhookSender: since("4.0.0", "4.4.1"),
    hasWebhookTags: since("4.0.4.1650", "5.3.4"),
    hasWebhookImages: since("4.0.4.1650", "5.8.1"),
    hasWebhookOriginalLanguage: since("4.0.4.1650", "5.16.1"),
    connectionFlags: kind === "sonarr" ? sonarrFlags(fullVersion) : radarrFlags(fullVersion),
  };
}

function sonarrFlags(version: string): string[] {
  return [
    "onGrab",
    "onDownload",
    "onUpgrade",
    ...(isAtLeast(version, "4.0.6.1847") ? ["onImportComplete"] : []),
    "onRename",
    ...(isAtLeast(version, "4.0.0") ? ["onSeriesAdd"] : []),
    "onSeriesDelete",
    "onEpisodeFileDelete",
    "onEpisodeFileDeleteForUpgrade",
    "onHealthIssue",
    ...(isAtLeast(version, "4.0.0") ? ["onHealthRestored"] : []),
    "onApplicationUpdate",
    ...(isAtLeast(version, "4.0.0") ? ["onManualInteractionRequired"] : []),
  ];
}

function radarrFlags(version: string): string[] {
  return [
    "onGrab",
    "onDownload",
    "onUpgrade",
    "onRename",
    ...(isAtLeast(version, "4.2.0.6438") ? ["onMovieAdded"] : []),
    "onMovieDelete",
    "onMovieFileDelete",
    "onMovieFileDeleteForUpgrade",
    "onHealthIssue",
    ...(isAtLeast(version, "4.5.1.7282") ? ["onHealthRestored"] : []),
    "onApplicationUpdate",
    ...(isAtLeast(version, "4.5.1.7282") ? ["onManualInteractionRequired"] : []),
  ];
}
