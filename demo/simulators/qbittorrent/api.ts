import { ComparingSync } from "./maindata-compare.ts";
import { JournalSync } from "./maindata-journal.ts";
import { serverState, type MaindataSync } from "./maindata.ts";
import { json, nothing, Refusal, text, type Reply } from "./reply.ts";
import { propertiesOf, trackerRows } from "./torrent-details.ts";
import { listTorrents } from "./torrent-list.ts";
import type { TorrentStore } from "./torrent-store.ts";
import type { Torrent } from "./torrent.ts";
import type { Traits } from "./versions.ts";

/** One call of the Web API that needs a session but nothing from it. */
export type ApiCall = (params: URLSearchParams) => Reply;

/** Members of `server_state` that `transfer/info` has too. */
const TRANSFER_MEMBERS = [
  "connection_status",
  "dht_nodes",
  "dl_info_data",
  "dl_info_speed",
  "dl_rate_limit",
  "last_external_address_v4",
  "last_external_address_v6",
  "up_info_data",
  "up_info_speed",
  "up_rate_limit",
];

/** Calls that change something and therefore take POST alone. */
export const POST_ONLY: ReadonlySet<string> = new Set([
  "auth/login",
  "auth/logout",
  "torrents/delete",
]);

/** The private calls, by `scope/action`; `sync/maindata` and `auth/*` live with the sessions. */
export function createApi(
  store: TorrentStore,
  traits: Traits,
  now: () => number,
): ReadonlyMap<string, ApiCall> {
  const torrentOf = (params: URLSearchParams): Torrent => {
    const torrent = store.torrents.get(required(params, "hash"));
    if (torrent === undefined) throw new Refusal(404);
    return torrent;
  };
  return new Map<string, ApiCall>([
    ["app/version", () => text(traits.app)],
    ["app/webapiVersion", () => text(traits.webApi)],
    ["app/buildInfo", () => json(traits.buildInfo)],
    ["torrents/info", (params) => json(listTorrents(store, traits, params, now()))],
    ["torrents/trackers", (params) => json(trackerRows(torrentOf(params), traits, now()))],
    [
      "torrents/properties",
      (params) => {
        const torrent = torrentOf(params);
        return json(propertiesOf(torrent, store.wire(torrent.download.id), traits));
      },
    ],
    ["torrents/categories", () => json(categoriesOf(store))],
    ["torrents/tags", () => json([...store.sections.tags.keys()])],
    ["torrents/delete", (params) => deleteTorrents(store, params)],
    ["transfer/info", () => json(transferInfo(store, traits))],
  ]);
}

/** A new conversation with `sync/maindata`, as this release holds it. */
export function createSync(store: TorrentStore, traits: Traits): MaindataSync {
  return traits.sync === "journals"
    ? new JournalSync(store, traits)
    : new ComparingSync(store, traits);
}

/** Hashes must be lower case, as everywhere in the Web API: another spelling is another torrent. */
function deleteTorrents(store: TorrentStore, params: URLSearchParams): Reply {
  const hashes = required(params, "hashes");
  required(params, "deleteFiles");
  const all = hashes === "all" ? [...store.torrents.keys()] : hashes.split("|");
  for (const hash of all) store.remove(hash);
  return nothing;
}

function required(params: URLSearchParams, name: string): string {
  const value = params.get(name);
  if (value === null) throw new Refusal(400);
  return value;
}

function categoriesOf(store: TorrentStore): Record<string, unknown> {
  const { categories } = store.sections;
  return Object.fromEntries([...categories.keys()].map((name) => [name, categories.entry(name)]));
}

function transferInfo(store: TorrentStore, traits: Traits): Record<string, unknown> {
  const state = serverState(store, traits);
  return Object.fromEntries(
    TRANSFER_MEMBERS.filter((name) => name in state).map((name) => [name, state[name]]),
  );
}
