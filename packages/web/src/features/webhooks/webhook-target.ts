import type { StatusResponse, StatusSource } from "@sofarr/contract";

/** A service that can tell of its events. */
export interface WebhookTarget {
  readonly id: string;
  readonly name: string;
  readonly kind: "sonarr" | "radarr" | "ombi";
  /** What came of it so far; `null` when nothing is counted. */
  readonly use: StatusResponse["webhooks"]["instances"][number] | null;
}

/** The services that can, in the order of the status. */
export function webhookTargets({ sources, webhooks }: StatusResponse): WebhookTarget[] {
  return sources.flatMap(({ id, name, type }) =>
    isSender(type)
      ? [
          {
            id,
            name,
            kind: type,
            use: webhooks.instances.find((one) => one.instanceId === id) ?? null,
          },
        ]
      : [],
  );
}

function isSender(type: StatusSource["type"]): type is WebhookTarget["kind"] {
  return type === "sonarr" || type === "radarr" || type === "ombi";
}
