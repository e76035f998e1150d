import type { SeenRequest } from "../simulator-server.ts";
import type { Traits } from "./versions.ts";

/** How strict the WebUI is about headers; the defaults are qBittorrent's. */
export interface GuardSettings {
  readonly csrfProtection: boolean;
  readonly hostValidation: boolean;
  /** Host names that may be used besides the local address; `*` is any. */
  readonly serverDomains: readonly string[];
  /** The port qBittorrent believes it listens on. In a container it differs from the published one. */
  readonly ownPort: () => number;
}

const LOCAL_ADDRESS = "127.0.0.1";

/**
 * Whether the request is from another site. `Origin`, else `Referer`, must be the `Host` it was sent to; neither
 * of them is fine, except that newer releases then look at `Sec-Fetch-Site`.
 */
export function isCrossSite(request: SeenRequest, traits: Traits): boolean {
  const target = originOf(request.headers.host ?? "");
  const { origin, referer } = request.headers;
  const source = origin === undefined || origin === "" ? referer : origin;
  if (source !== undefined && source !== "") return originOf(source) !== target;
  const fetchSite = request.headers["sec-fetch-site"];
  if (!traits.checksSecFetchSite || fetchSite === undefined) return false;
  return fetchSite !== "same-origin" && fetchSite !== "none";
}

/** Whether `Host` names this server: its own port if any port is given, and its address or a listed domain. */
export function isHostAccepted(request: SeenRequest, settings: GuardSettings): boolean {
  const { host, port } = hostAndPort(request.headers.host ?? "");
  if (port !== null && port !== settings.ownPort()) return false;
  return host === LOCAL_ADDRESS || settings.serverDomains.some((domain) => matches(host, domain));
}

/** Host and explicit port; a default port counts only when it is written, as in Qt. */
function hostAndPort(value: string): { host: string; port: number | null } {
  const authority = value.replace(/^[a-z]+:\/\//i, "").split("/")[0] ?? "";
  const parts = /^(\[[^\]]*\]|[^:]*)(?::(\d+))?$/.exec(authority);
  const port = parts?.[2];
  return { host: (parts?.[1] ?? "").toLowerCase(), port: port === undefined ? null : Number(port) };
}

function originOf(value: string): string {
  const { host, port } = hostAndPort(value);
  return `${host}:${port ?? "default"}`;
}

function matches(host: string, pattern: string): boolean {
  const expression = pattern
    .toLowerCase()
    .replaceAll(/[.+^${}()|[\]\\]/g, String.raw`\$&`)
    .replaceAll("*", ".*")
    .replaceAll("?", ".");
  return new RegExp(`^${expression}$`).test(host);
}
