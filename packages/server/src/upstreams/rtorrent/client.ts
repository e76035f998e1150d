import type { Download } from "../../domain/download.ts";
import type { Instance } from "../instance.ts";
import { NormalizedList } from "../normalized-list.ts";
import type { DownloadClient, Probe, UpstreamDeps } from "../upstream.ts";
import type { Channel, Login } from "./channel.ts";
import { explainFault, notXmlRpc, unexpectedAnswer } from "./failures.ts";
import { normalizeTorrent } from "./normalize.ts";
import { openChannel } from "./open-channel.ts";
import { notesOn } from "./probe-notes.ts";
import {
  columnsIn,
  commandOf,
  parseMethods,
  parseTorrents,
  type Column,
  type WireTorrent,
} from "./wire.ts";
import type { XmlRpcValue } from "./xml-reader.ts";
import { encodeCall, parseAnswer, type XmlRpcAnswer } from "./xml-rpc.ts";

/** Reads one rTorrent: the view that holds every torrent, in one call. */
export class RtorrentClient implements DownloadClient {
  readonly #instance: Instance;
  readonly #deps: UpstreamDeps;
  readonly #channel: Channel;
  /** What this rTorrent can be asked; `null` until known, and after a failure. */
  #columns: readonly Column[] | null = null;
  readonly #downloads: NormalizedList<WireTorrent, Download>;

  constructor(instance: Instance, deps: UpstreamDeps) {
    this.#instance = instance;
    this.#deps = deps;
    this.#channel = openChannel(instance);
    this.#downloads = new NormalizedList({
      idOf: ({ hash }) => hash.toLowerCase(),
      normalize: (torrent) => normalizeTorrent(instance.id, torrent),
    });
  }

  async listDownloads(signal: AbortSignal): Promise<readonly Download[]> {
    try {
      this.#downloads.replace(await this.#readTorrents(signal));
      return this.#downloads.all;
    } catch (error) {
      this.#columns = null;
      throw error;
    }
  }

  async probe(signal: AbortSignal): Promise<Probe> {
    this.#channel.forgetLogin();
    const version = await this.#call("system.client_version", [], signal);
    const columns = await this.#readColumns(signal);
    const login = this.#channel.login();
    return {
      version: typeof version === "string" && version !== "" ? version : null,
      credentials: this.#judge(login),
      notes: notesOn(this.#instance, login, columns),
    };
  }

  async close(): Promise<void> {
    await this.#channel.close();
  }

  async #readTorrents(signal: AbortSignal): Promise<readonly WireTorrent[]> {
    this.#columns ??= await this.#readColumns(signal);
    const columns = this.#columns;
    // The empty first parameter is a target that multicalls do not have; without it the call is refused.
    const rows = await this.#call("d.multicall2", ["", "main", ...columns.map(commandOf)], signal);
    const torrents = parseTorrents(rows, columns);
    if (torrents === null) throw unexpectedAnswer(this.#instance.id, "d.multicall2");
    return torrents;
  }

  async #readColumns(signal: AbortSignal): Promise<readonly Column[]> {
    const answer = await this.#exchange("system.listMethods", [], signal);
    if (answer.kind === "fault") {
      this.#deps.log.debug({}, "rTorrent does not list its commands; all are tried");
    }
    const methods = answer.kind === "fault" ? null : parseMethods(answer.value);
    const columns = columnsIn(methods);
    if (columns === null || (methods === null && answer.kind === "value")) {
      throw unexpectedAnswer(this.#instance.id, "system.listMethods");
    }
    return columns;
  }

  async #call(
    method: string,
    params: readonly string[],
    signal: AbortSignal,
  ): Promise<XmlRpcValue> {
    const answer = await this.#exchange(method, params, signal);
    if (answer.kind === "fault") throw explainFault(this.#instance.id, method, answer.words);
    return answer.value;
  }

  async #exchange(
    method: string,
    params: readonly string[],
    signal: AbortSignal,
  ): Promise<XmlRpcAnswer> {
    const body = await this.#channel.exchange(encodeCall(method, params), signal);
    const answer = parseAnswer(body);
    if (answer === null) throw notXmlRpc(this.#instance.id, body);
    return answer;
  }

  /** A password nobody looked at may be wrong. */
  #judge(login: Login): Probe["credentials"] {
    if (login === "open" && this.#instance.username !== null) return "unverified";
    return login === "accepted" ? "accepted" : "none-needed";
  }
}
