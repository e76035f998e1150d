export type MediaServerKind = "jellyfin" | "emby";

/** What one version of one server accepts. */
export interface MediaServerFeatures {
  /** Named in the open server info by Jellyfin alone. */
  readonly productName: string | null;
  /** Schemes it reads in the client header, lower case. */
  readonly schemes: readonly string[];
  /** Reads `X-Emby-Authorization` as a client header. */
  readonly hasEmbyAuthorization: boolean;
  /** `X-Emby-Authorization` wins when both client headers are sent. */
  readonly prefersEmbyAuthorization: boolean;
  /** Finds the token inside the client header. */
  readonly hasTokenInClientHeader: boolean;
  /** Headers that hold a bare token. */
  readonly tokenHeaders: readonly string[];
  /** Query names that hold a bare token, as they are spelled. */
  readonly tokenQueries: readonly string[];
  /** Path prefixes that are cut off, lower case. */
  readonly prefixes: readonly string[];
  readonly hasUserImageRoute: boolean;
  /** `GET /Users/Me`. */
  readonly hasMe: boolean;
  /** `GET /Users/Query`. */
  readonly hasUserQuery: boolean;
  /** Whether `GET /Users` still lists everyone. */
  readonly hasUserList: boolean;
  /** Looks at name and password before it misses parts of the client header: the first wrong one decides. */
  readonly looksAtNameFirst: boolean;
}

/**
 * @param allowsLegacy Jellyfin 10.11 can be told to refuse the old headers; earlier ones always take them, 12 never.
 */
export function featuresOf(
  kind: MediaServerKind,
  version: string,
  allowsLegacy: boolean,
): MediaServerFeatures {
  return kind === "emby" ? embyFeatures(version) : jellyfinFeatures(version, allowsLegacy);
}

function embyFeatures(version: string): MediaServerFeatures {
  return {
    productName: null,
    schemes: ["emby", "mediabrowser"],
    hasEmbyAuthorization: true,
    prefersEmbyAuthorization: true,
    hasTokenInClientHeader: false,
    tokenHeaders: ["x-emby-token"],
    tokenQueries: ["api_key"],
    prefixes: ["/emby"],
    hasUserImageRoute: false,
    hasMe: false,
    hasUserQuery: true,
    hasUserList: !isAtLeast(version, 4, 9),
    looksAtNameFirst: false,
  };
}

function jellyfinFeatures(version: string, allowsLegacy: boolean): MediaServerFeatures {
  const isLegacy = isAtLeast(version, 12, 0) ? false : !isAtLeast(version, 10, 11) || allowsLegacy;
  return {
    productName: "Jellyfin Server",
    schemes: isLegacy ? ["mediabrowser", "emby"] : ["mediabrowser"],
    hasEmbyAuthorization: isLegacy,
    prefersEmbyAuthorization: !isAtLeast(version, 10, 11),
    hasTokenInClientHeader: true,
    tokenHeaders: isLegacy ? ["x-emby-token", "x-mediabrowser-token"] : [],
    tokenQueries: isLegacy ? ["ApiKey", "api_key"] : ["ApiKey"],
    prefixes: isAtLeast(version, 12, 0) ? [] : ["/emby", "/mediabrowser"],
    hasUserImageRoute: isAtLeast(version, 10, 9),
    hasMe: true,
    hasUserQuery: false,
    hasUserList: true,
    looksAtNameFirst: !isAtLeast(version, 10, 9),
  };
}

function isAtLeast(version: string, major: number, minor: number): boolean {
  const [ofMajor = 0, ofMinor = 0] = version.split(".").map(Number);
  return ofMajor > major || (ofMajor === major && ofMinor >= minor);
}
