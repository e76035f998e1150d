import { callUrl, type Answer, type Call } from "../http-call.ts";
import type { QbittorrentSimulator } from "./qbittorrent-simulator.ts";

/** The wire from the other side, for the simulator's own tests: calls, and a signed-in session. */
export class QbittorrentCaller {
  readonly #simulator: QbittorrentSimulator;
  cookie: string | null = null;

  constructor(simulator: QbittorrentSimulator) {
    this.#simulator = simulator;
  }

  /** Calls `/api/v2/{path}` with the cookie, if there is one. */
  async call(path: string, call: Call = {}): Promise<Answer> {
    return await callUrl(`${this.#simulator.server.url}/api/v2/${path}`, {
      ...call,
      headers: { ...(this.cookie === null ? {} : { cookie: this.cookie }), ...call.headers },
    });
  }

  async post(path: string, form: Readonly<Record<string, string>>): Promise<Answer> {
    return await this.call(path, {
      method: "POST",
      headers: { "content-type": "application/x-www-form-urlencoded" },
      body: new URLSearchParams(form).toString(),
    });
  }

  /** Signs in and keeps the cookie. */
  async login(password = this.#simulator.credentials.password): Promise<Answer> {
    const { username } = this.#simulator.credentials;
    const answer = await this.post("auth/login", { username, password });
    const given = answer.headers["set-cookie"]?.[0];
    if (given !== undefined) this.cookie = given.split(";")[0] ?? null;
    return answer;
  }

  /** A call whose answer is 200 and JSON. */
  async json(path: string): Promise<unknown> {
    const answer = await this.call(path);
    if (answer.status !== 200) throw new Error(`${path}: ${answer.status} ${answer.body}`);
    return JSON.parse(answer.body);
  }

  async sync(rid: number): Promise<Maindata> {
    return (await this.json(`sync/maindata?rid=${rid}`)) as Maindata;
  }
}

/** `sync/maindata` as the tests read it. */
export interface Maindata {
  readonly rid: number;
  readonly full_update?: boolean;
  readonly torrents?: Record<string, Record<string, unknown>>;
  readonly torrents_removed?: string[];
  readonly categories?: Record<string, unknown>;
  readonly categories_removed?: string[];
  readonly tags?: string[];
  readonly tags_removed?: string[];
  readonly trackers?: Record<string, string[]>;
  readonly trackers_removed?: string[];
  readonly server_state?: Record<string, unknown>;
}
