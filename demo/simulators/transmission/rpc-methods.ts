import type { Field, FieldContext } from "./field-context.ts";
import { sessionFields, type SessionFacts } from "./session-fields.ts";
import { downloadRate, STATUS, statusOf, uploadRate } from "./torrent-state.ts";
import type { TorrentStore } from "./torrent-store.ts";
import { fieldsOf } from "./torrent-fields.ts";
import type { Torrent } from "./torrent.ts";

/** Arguments of a call and of its answer. */
export type Arguments = Record<string, unknown>;

/** A refusal in Transmission's words; `code` is the JSON-RPC one. */
export class RpcError extends Error {
  override readonly name = "RpcError";
  readonly code: number;

  constructor(code: number, text: string) {
    super(text);
    this.code = code;
  }
}

export const METHOD_NOT_FOUND = -32601;
const INVALID_PARAMS = -32602;
const PATH_NOT_ABSOLUTE = 3;

/** What the two dialects spell differently inside a method. */
export interface Dialect {
  /** A field, method argument or member in this dialect, from its classic name. */
  readonly spell: (classicName: string) => string;
  readonly spellDeep: (value: unknown) => unknown;
  /** Whether flags are true and false, or 1 and 0 (`wanted`). */
  readonly hasBooleans: boolean;
}

const TOTAL_BYTES = 1024 ** 4;
const RECENTLY_ACTIVE = new Set(["recently-active", "recently_active"]);

/** The methods themselves, the same for both dialects. */
export class RpcMethods {
  readonly #store: TorrentStore;
  readonly #context: FieldContext;
  readonly #fields: ReadonlyMap<string, Field>;
  readonly #facts: () => SessionFacts;

  constructor(store: TorrentStore, context: FieldContext, facts: () => SessionFacts) {
    this.#store = store;
    this.#context = context;
    this.#fields = fieldsOf(context.traits);
    this.#facts = facts;
  }

  /** Whether the call changes something; a notification of any other is not even run. */
  static hasSideEffects(method: string): boolean {
    return method === "torrent-remove";
  }

  /** @param method classic name. @throws RpcError as the real one refuses. */
  run(method: string, args: Arguments, dialect: Dialect): Arguments {
    switch (method) {
      case "torrent-get":
        return this.#torrentGet(args, dialect);
      case "torrent-remove":
        for (const { download } of this.#select(args["ids"])) this.#store.remove(download.id);
        return {};
      case "session-get":
        return this.#sessionGet(args, dialect);
      case "session-stats":
        return this.#sessionStats();
      case "free-space":
        return this.#freeSpace(args);
      default:
        throw new RpcError(METHOD_NOT_FOUND, this.#context.traits.unknownMethod);
    }
  }

  #torrentGet(args: Arguments, dialect: Dialect): Arguments {
    const { traits } = this.#context;
    const fields = this.#askedFields(args["fields"], dialect);
    if (fields.length === 0) throw new RpcError(INVALID_PARAMS, "no fields specified");
    const torrents = this.#select(args["ids"]);
    const valuesOf = (torrent: Torrent): unknown[] =>
      fields.map(({ classic, field }) => this.#value(torrent, classic, field, dialect));
    const names = fields.map(({ name }) => name);
    const removed = RECENTLY_ACTIVE.has(String(args["ids"]))
      ? { removed: this.#store.recentlyRemoved() }
      : {};
    if (traits.hasTables && args["format"] === "table") {
      return { ...removed, torrents: [names, ...torrents.map(valuesOf)] };
    }
    const toObject = (torrent: Torrent): Arguments => {
      const values = valuesOf(torrent);
      return Object.fromEntries(names.map((name, index) => [name, values[index]]));
    };
    return { ...removed, torrents: torrents.map(toObject) };
  }

  /** The known ones of the asked fields, each once, with the classic name behind the asked one. */
  #askedFields(
    asked: unknown,
    dialect: Dialect,
  ): { name: string; classic: string; field: Field }[] {
    const known = new Map(
      [...this.#fields].map(([classic, field]) => [dialect.spell(classic), { classic, field }]),
    );
    const names = Array.isArray(asked)
      ? new Set(asked.filter((one) => typeof one === "string"))
      : [];
    return [...names].flatMap((name) => {
      const found = known.get(name);
      if (found !== undefined) return [{ name, ...found }];
      return this.#context.traits.unknownField === "zero"
        ? [{ name, classic: name, field: () => 0 }]
        : [];
    });
  }

  #value(torrent: Torrent, classic: string, field: Field, dialect: Dialect): unknown {
    const value =
      classic in torrent.overrides ? torrent.overrides[classic] : field(torrent, this.#context);
    if (classic === "wanted" && dialect.hasBooleans && Array.isArray(value))
      return value.map(Boolean);
    return dialect.spellDeep(value);
  }

  /** One number or hash, a list of them, the recently active, or (nothing given) all. Unknown ids are nobody. */
  #select(ids: unknown): readonly Torrent[] {
    if (ids === undefined) return this.#store.all();
    if (typeof ids === "string" && RECENTLY_ACTIVE.has(ids)) return this.#store.recent();
    const list: readonly unknown[] = Array.isArray(ids) ? ids : [ids];
    return list.flatMap((id) => {
      const torrent =
        typeof id === "number"
          ? this.#store.byNumericId(id)
          : this.#store.byHash(String(id).toLowerCase());
      return torrent === undefined ? [] : [torrent];
    });
  }

  #sessionGet(args: Arguments, dialect: Dialect): Arguments {
    const all = sessionFields(this.#context.traits, this.#facts());
    const asked: readonly unknown[] = Array.isArray(args["fields"]) ? args["fields"] : [];
    if (!this.#context.traits.hasTables || asked.length === 0) return all;
    return Object.fromEntries(
      Object.entries(all).filter(([name]) => asked.includes(dialect.spell(name))),
    );
  }

  #sessionStats(): Arguments {
    const torrents = this.#store.all();
    const paused = torrents.filter(({ download }) => statusOf(download) === STATUS.stopped);
    const stats = {
      downloadedBytes: 0,
      filesAdded: torrents.length,
      secondsActive: 60,
      sessionCount: 1,
      uploadedBytes: 0,
    };
    return {
      activeTorrentCount: torrents.length - paused.length,
      "cumulative-stats": stats,
      "current-stats": stats,
      downloadSpeed: torrents.reduce((sum, torrent) => sum + downloadRate(torrent), 0),
      pausedTorrentCount: paused.length,
      torrentCount: torrents.length,
      uploadSpeed: torrents.reduce((sum, torrent) => sum + uploadRate(torrent), 0),
    };
  }

  #freeSpace(args: Arguments): Arguments {
    const { path } = args;
    if (typeof path !== "string")
      throw new RpcError(INVALID_PARAMS, "directory path argument is missing");
    if (!path.startsWith("/"))
      throw new RpcError(PATH_NOT_ABSOLUTE, "directory path is not absolute");
    const { traits } = this.#context;
    return {
      path,
      "size-bytes": this.#facts().freeBytes,
      ...(traits.since.v4_0 ? { total_size: TOTAL_BYTES } : {}),
    };
  }
}
