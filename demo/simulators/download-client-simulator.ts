import type { SimulatorServer } from "./simulator-server.ts";

/** What a simulated download is doing, independent of any client's words for it. */
export type SimulatedState =
  | "queued"
  | "metadata"
  | "downloading"
  | "stalled"
  | "paused"
  | "checking"
  | "verifying"
  | "repairing"
  | "unpacking"
  | "moving"
  | "seeding"
  | "completed"
  | "failed"
  | "error";

/** One download inside a simulator. Bytes, seconds, 0..1; times in milliseconds since the epoch. */
export interface SimulatedDownload {
  /** Infohash (40 hex, lower case) or nzo_id. */
  readonly id: string;
  title: string;
  sizeBytes: number;
  /** 0..1 */
  progress: number;
  bytesPerSecond: number;
  state: SimulatedState;
  category: string;
  tags: string[];
  savePath: string;
  addedAt: number;
  /** Tracker, disk or failure text; "" for none. */
  message: string;
  /** Full copies in the swarm (usenet: part of the articles that exist), 1 = complete. */
  availability: number;
  seeders: number;
  peers: number;
}

/**
 * The controls every download client simulator offers to tests and to the living household, beside its wire.
 * Not every client has every state; each simulator shows one it does not have as its nearest real one.
 */
export interface DownloadClientSimulator {
  readonly kind: "qbittorrent" | "transmission" | "rtorrent" | "sabnzbd";
  readonly server: SimulatorServer;
  /** What sofarr must be configured with. SABnzbd has an apiKey, the others username and password. */
  readonly credentials: { username: string; password: string } | { apiKey: string };
  /** Adds a download; everything but the title may be left out. Returns it; change it with `update`. */
  add(download: Partial<SimulatedDownload> & { title: string }): SimulatedDownload;
  update(id: string, change: Partial<Omit<SimulatedDownload, "id">>): void;
  remove(id: string): void;
  downloads(): readonly SimulatedDownload[];
  /** How often somebody tried to sign in (or, without sessions, was refused). */
  loginAttempts(): number;
  /** Forgets sessions, rids and session ids as a program restart would; the port stays. */
  restart(): void;
  start(): Promise<void>;
  stop(): Promise<void>;
}
