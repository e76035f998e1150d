import type { Instance } from "./instance.ts";
import type { Arr, DownloadClient, MediaServer, RequestManager } from "./upstream.ts";

/** A configured instance and the connection to it. */
export interface Connected<T> {
  readonly instance: Instance;
  readonly upstream: T;
}

/** Every connection there is, in the order of the configuration. */
export interface Connections {
  readonly downloadClients: readonly Connected<DownloadClient>[];
  readonly arrs: readonly Connected<Arr>[];
  readonly requestManagers: readonly Connected<RequestManager>[];
  /** `null` while EMBY_URL is not set. */
  readonly mediaServer: Connected<MediaServer> | null;
}
