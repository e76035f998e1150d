import type {
  DownloadClientSimulator,
  SimulatedDownload,
} from "../simulators/download-client-simulator.ts";
import type { Chance } from "./chance.ts";

const HEX = "0123456789abcdef";
const LONGEST_LINE = 3;
const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

/** A download client of the household, as the *arrs name it, and whose turn it is there. */
export class ClientSeat {
  readonly name: string;
  readonly protocol: "torrent" | "usenet";
  readonly #simulator: DownloadClientSimulator;
  /** Ids that want to download, in order; only where one at a time is served. */
  #line: string[] = [];

  constructor(name: string, simulator: DownloadClientSimulator) {
    this.name = name;
    this.protocol = simulator.kind === "sabnzbd" ? "usenet" : "torrent";
    this.#simulator = simulator;
  }

  /** An id of the form this client gives: an infohash, or an nzo_id in mixed case. */
  inventId(chance: Chance): string {
    return this.protocol === "torrent"
      ? chance.text(40, HEX)
      : `SABnzbd_nzo_${chance.text(8, LETTERS)}`;
  }

  add(download: Partial<SimulatedDownload> & { id: string; title: string }): void {
    this.#simulator.add(download);
  }

  has(id: string): boolean {
    return this.#simulator.downloads().some((download) => download.id === id);
  }

  /** Nothing happens for a download that somebody removed meanwhile. */
  update(id: string, change: Partial<Omit<SimulatedDownload, "id">>): void {
    if (this.has(id)) this.#simulator.update(id, change);
  }

  remove(id: string): void {
    this.leaveLine(id);
    if (this.has(id)) this.#simulator.remove(id);
  }

  /** So many wait already that nothing more should be sent here. */
  get isCrowded(): boolean {
    return this.#line.length >= LONGEST_LINE;
  }

  /** The id as an *arr writes it: torrent hashes in upper case, nzo_ids as they are. */
  arrDownloadId(id: string): string {
    return this.protocol === "torrent" ? id.toUpperCase() : id;
  }

  /** Whether it may fetch data now; asking is standing in line. SABnzbd serves one job at a time. */
  isTurn(id: string): boolean {
    if (this.protocol === "torrent") return true;
    if (!this.#line.includes(id)) this.#line.push(id);
    return this.#line[0] === id;
  }

  leaveLine(id: string): void {
    this.#line = this.#line.filter((other) => other !== id);
  }
}
