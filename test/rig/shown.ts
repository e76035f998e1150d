/** The fields of the contract's download that the rig holds against the download clients. */
export interface Shown {
  readonly id: string;
  readonly title: string;
  readonly type: string;
  readonly client: string;
  readonly instanceId: string;
  readonly instanceName: string;
  readonly status: string;
  readonly progress: number;
  readonly size: number;
  readonly speed: number;
  readonly category: string;
  /** Percent of one full copy within reach, `null` unknown. */
  readonly availability: number | null;
}

/** How far the server believes one instance. */
export interface ShownSource {
  readonly id: string;
  readonly state: "ok" | "stale" | "failed" | "never";
  readonly reason: string | null;
}

/** The dashboard as the server sends it, by REST or as a whole frame. */
export interface Dashboard {
  readonly isAdmin: boolean;
  readonly downloads: readonly Shown[];
  readonly downloadClients: readonly { readonly id: string; readonly type: string }[];
  readonly sources: readonly ShownSource[];
}
