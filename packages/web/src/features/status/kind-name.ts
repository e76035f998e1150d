const NAMES: Readonly<Record<string, string>> = {
  emby: "Emby",
  jellyfin: "Jellyfin",
  "media-server": "Emby / Jellyfin",
  ombi: "Ombi",
  qbittorrent: "qBittorrent",
  radarr: "Radarr",
  rtorrent: "rTorrent",
  sabnzbd: "SABnzbd",
  sonarr: "Sonarr",
  transmission: "Transmission",
};

/** How a kind of service writes its own name; one we do not know keeps the word it came with. */
export function kindName(kind: string): string {
  return NAMES[kind] ?? kind;
}
