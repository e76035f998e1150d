import { openQbittorrent } from "./read-qbittorrent.ts";
import { openRtorrent } from "./read-rtorrent.ts";
import { openSabnzbd } from "./read-sabnzbd.ts";
import { openTransmission } from "./read-transmission.ts";
import type { ClientUnderTest } from "./reading.ts";
import type { Rig, RigClient } from "./rig.ts";

/** One instance as sofarr is configured with it, and the rig's client behind it. */
export interface ConfiguredInstance {
  /** The id sofarr must give it: kind and name. */
  readonly id: string;
  readonly name: string;
  readonly kind: RigClient["kind"];
  /** Name of the client in the rig. */
  readonly rigClient: string;
  /** How sofarr reaches it; several ways may lead to one client. */
  readonly url: (client: RigClient) => string;
}

const byHttp = (client: RigClient): string => client.url;

/** Every client in both generations; rTorrent over HTTP with Basic auth, SCGI on TCP, and SCGI on a unix socket. */
export const INSTANCES: readonly ConfiguredInstance[] = [
  instance("qbittorrent", "Base", "qbittorrent", byHttp),
  instance("transmission", "Base", "transmission", byHttp),
  instance("rtorrent", "Base", "rtorrent", byHttp),
  instance("rtorrent", "Base SCGI", "rtorrent", ({ scgi }) =>
    scgi === undefined ? "" : `scgi://${scgi.host}:${scgi.port}`,
  ),
  instance("sabnzbd", "Base", "sabnzbd", byHttp),
  instance("qbittorrent", "Next", "qbittorrent-next", byHttp),
  instance("transmission", "Next", "transmission-next", byHttp),
  instance("rtorrent", "Next", "rtorrent-next", byHttp),
  instance("rtorrent", "Next socket", "rtorrent-next", ({ scgi }) =>
    scgi === undefined ? "" : `scgi://${scgi.socket}`,
  ),
  instance("sabnzbd", "Next", "sabnzbd-next", byHttp),
];

/** The clients, each named once, through the first instance that leads to it. */
export const CLIENTS = INSTANCES.filter(
  (one) => INSTANCES.find((other) => other.rigClient === one.rigClient) === one,
);

export const TORRENT_CLIENTS = CLIENTS.filter((one) => one.kind !== "sabnzbd");
export const USENET_CLIENTS = CLIENTS.filter((one) => one.kind === "sabnzbd");

/** The environment that configures every instance the rig has. */
export function instanceSettings(rig: Rig): Record<string, string> {
  const lists: Record<string, object[]> = {};
  for (const { kind, name, rigClient, url } of INSTANCES) {
    const client = rig.clients[rigClient];
    if (client === undefined) continue;
    const list = (lists[`${kind.toUpperCase()}_INSTANCES`] ??= []);
    list.push({ name, url: url(client), ...credentials(client, url(client)) });
  }
  return Object.fromEntries(
    Object.entries(lists).map(([variable, list]) => [variable, JSON.stringify(list)]),
  );
}

const OPENERS = {
  qbittorrent: openQbittorrent,
  transmission: openTransmission,
  rtorrent: openRtorrent,
  sabnzbd: openSabnzbd,
};

/** Opens the client by its own interface. */
export function openClient(client: RigClient): ClientUnderTest {
  return OPENERS[client.kind](client);
}

/** SCGI knows no credentials at all. */
function credentials(client: RigClient, url: string): object {
  if (client.apiKey !== undefined) return { apiKey: client.apiKey };
  if (url.startsWith("scgi:")) return {};
  return { username: client.username, password: client.password };
}

function instance(
  kind: RigClient["kind"],
  name: string,
  rigClient: string,
  url: (client: RigClient) => string,
): ConfiguredInstance {
  const id = `${kind}-${name.toLowerCase().replaceAll(" ", "-")}`;
  return { id, name, kind, rigClient, url };
}
