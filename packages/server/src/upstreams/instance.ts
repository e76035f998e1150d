import type { Secret } from "../config/secret.ts";

/** One configured copy of an upstream, as `config/` hands it out: validated, normalised, frozen. */
export interface Instance {
  /** The kind and the name as a slug, e.g. `qbittorrent-main`; unique. */
  readonly id: string;
  readonly kind: string;
  /** As the admin wrote it, e.g. `Main qBittorrent`. */
  readonly name: string;
  /** Without a trailing slash and without credentials; http(s), for rTorrent also scgi. */
  readonly url: string;
  /** Where a browser reaches it, for links; `null` = same as `url`. */
  readonly publicUrl: string | null;
  readonly apiKey: Secret | null;
  readonly username: string | null;
  readonly password: Secret | null;
  readonly tls: InstanceTls;
}

export interface InstanceTls {
  /** PEM text of an extra CA to trust for this instance, or `null`. */
  readonly ca: string | null;
  /** Explicit opt-out of certificate checks for this instance. */
  readonly insecure: boolean;
  /** Where these are set, for advice: `SONARR_TLS`, or `SONARR_INSTANCES[0].tls`. */
  readonly setting: string;
}
