/** Which torrents announce to which tracker, as the `trackers` map of sync/maindata lists them. */
export class TrackerIndex {
  readonly #members = new Map<string, Set<string>>();
  readonly #lists = new Map<string, readonly string[]>();

  urls(): Iterable<string> {
    return this.#members.keys();
  }

  add(url: string, hash: string): void {
    const members = this.#members.get(url) ?? new Set<string>();
    members.add(hash);
    this.#members.set(url, members);
    this.#lists.delete(url);
  }

  /** @returns whether that was the tracker's last torrent. */
  remove(url: string, hash: string): boolean {
    const members = this.#members.get(url);
    members?.delete(hash);
    this.#lists.delete(url);
    if (members !== undefined && members.size > 0) return false;
    this.#members.delete(url);
    return true;
  }

  /** The same array until a torrent comes or goes. */
  list(url: string): readonly string[] {
    const known = this.#lists.get(url);
    if (known !== undefined) return known;
    const list = [...(this.#members.get(url) ?? [])];
    this.#lists.set(url, list);
    return list;
  }
}
