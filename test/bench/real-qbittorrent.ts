import { startScaled, type NewerRelease, type RigClient } from "../rig/rig.ts";
import type { Address } from "./household-facts.ts";
import type { Change } from "./household.ts";

const TAG = "bench";
const CALL_LIMIT_MS = 30_000;

/** A real qBittorrent with many torrents, in which things happen on demand: torrents get and lose a tag. */
export class RealQbittorrent {
  readonly version: string;
  readonly address: Address;
  readonly stop: () => Promise<void>;
  readonly #client: RigClient;
  readonly #tagged = new Set<string>();
  #cookie = "";
  #hashes: readonly string[] = [];

  private constructor(client: RigClient, stop: () => Promise<void>) {
    const { kind, version, url, username = "", password = "" } = client;
    this.#client = client;
    this.version = version.replace(/^v/u, "");
    this.address = { kind, url, username, password };
    this.stop = stop;
  }

  /** @returns why it cannot be had on this machine, in words. */
  static async start(
    release: NewerRelease | null,
    torrents: number,
  ): Promise<RealQbittorrent | string> {
    const outcome = await startScaled("qbittorrent", torrents, release);
    if (outcome.client === null) return outcome.unavailable;
    const real = new RealQbittorrent(outcome.client, outcome.stop);
    try {
      await real.#signIn();
      const rows = JSON.parse(await real.#call("torrents/info", {})) as { hash: string }[];
      real.#hashes = rows.map(({ hash }) => hash);
    } catch (error) {
      await outcome.stop();
      throw error;
    }
    return real;
  }

  /** Gives so many torrents the tag, or takes it from those that have it. */
  async change(count: number, first: number): Promise<Change> {
    const ids = Array.from(
      { length: Math.min(count, this.#hashes.length) },
      (_, at) => this.#hashes[(first + at) % this.#hashes.length] ?? "",
    );
    const [tagged, others] = [
      ids.filter((id) => this.#tagged.has(id)),
      ids.filter((id) => !this.#tagged.has(id)),
    ];
    const at = Date.now();
    await this.#tag("torrents/addTags", others);
    await this.#tag("torrents/removeTags", tagged);
    for (const id of others) this.#tagged.add(id);
    for (const id of tagged) this.#tagged.delete(id);
    return { ids, at };
  }

  async #tag(path: string, hashes: readonly string[]): Promise<void> {
    if (hashes.length > 0) await this.#call(path, { hashes: hashes.join("|"), tags: TAG });
  }

  async #signIn(): Promise<void> {
    const { username = "", password = "" } = this.#client;
    const response = await this.#post("auth/login", { username, password });
    this.#cookie = (response.headers.getSetCookie()[0] ?? "").split(";")[0] ?? "";
    if (this.#cookie === "") throw new Error("qBittorrent gave no session");
  }

  async #call(path: string, form: Record<string, string>): Promise<string> {
    const response = await this.#post(path, form);
    const text = await response.text();
    if (!response.ok) throw new Error(`qBittorrent ${path}: ${response.status} ${text}`);
    return text;
  }

  #post(path: string, form: Record<string, string>): Promise<Response> {
    return fetch(`${this.#client.url}/api/v2/${path}`, {
      method: "POST",
      headers: this.#cookie === "" ? {} : { cookie: this.#cookie },
      body: new URLSearchParams(form),
      signal: AbortSignal.timeout(CALL_LIMIT_MS),
    });
  }
}
