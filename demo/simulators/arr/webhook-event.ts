import type { ArrTitle, QueueItem } from "./arr-nouns.ts";
import type { ArrKind } from "./arr-version.ts";
import type { ArrWorld } from "./arr-world.ts";
import { appBody, titleBodies, type WebhookBody } from "./webhook-body.ts";
import { deliver, type Delivery } from "./webhook-delivery.ts";
import { sender } from "./webhook-payload.ts";

/** Something that happens to one title and that a connection may be told of. */
export type TitleEvent =
  | { readonly type: "Grab" | "ManualInteractionRequired"; readonly item: QueueItem }
  /** One delivery per imported file. */
  | { readonly type: "Download"; readonly item: QueueItem; readonly isUpgrade?: boolean }
  /** The whole download is in (Sonarr); the wire calls it `Download` as well. */
  | { readonly type: "ImportComplete"; readonly item: QueueItem }
  | { readonly type: "Rename" | "TitleAdded" | "TitleDeleted"; readonly titleId: number }
  | {
      readonly type: "FileDelete";
      readonly titleId: number;
      readonly episodeIds?: readonly number[];
    };

/** Something about the app itself. */
export type AppEvent =
  | { readonly type: "Health" | "HealthRestored"; readonly message: string }
  | { readonly type: "ApplicationUpdate"; readonly newVersion: string };

export type ArrEvent = TitleEvent | AppEvent;

/** The switch of a connection for each event; a second name where Radarr has its own. */
const FLAGS: Readonly<Record<ArrEvent["type"], readonly [sonarr: string, radarr?: string]>> = {
  Grab: ["onGrab"],
  Download: ["onDownload"],
  ImportComplete: ["onImportComplete"],
  ManualInteractionRequired: ["onManualInteractionRequired"],
  Rename: ["onRename"],
  TitleAdded: ["onSeriesAdd", "onMovieAdded"],
  TitleDeleted: ["onSeriesDelete", "onMovieDelete"],
  FileDelete: ["onEpisodeFileDelete", "onMovieFileDelete"],
  Health: ["onHealthIssue"],
  HealthRestored: ["onHealthRestored"],
  ApplicationUpdate: ["onApplicationUpdate"],
};

/** Events that do not say who sends them. */
const ANONYMOUS: Readonly<Record<ArrKind, readonly ArrEvent["type"][]>> = {
  sonarr: ["Health", "HealthRestored", "ApplicationUpdate"],
  radarr: ["HealthRestored"],
};

/**
 * Tells every connection that wants to know, one after the other and in line, as the real app does.
 * Nobody is told of a download whose title was not recognised, and no event exists for a failed download.
 */
export async function fireEvent(world: ArrWorld, event: ArrEvent): Promise<Delivery[]> {
  if (isAppEvent(event)) return tell(world, event, [appBody(world, event)], null);
  const title = world.titleOf("item" in event ? event.item.titleId : event.titleId);
  return title === undefined ? [] : tell(world, event, titleBodies(world, event, title), title);
}

async function tell(
  world: ArrWorld,
  event: ArrEvent,
  bodies: readonly WebhookBody[],
  title: ArrTitle | null,
): Promise<Delivery[]> {
  const from = ANONYMOUS[world.vocabulary.kind].includes(event.type) ? {} : sender(world);
  const flagName = flagOf(world, event);
  const deliveries: Delivery[] = [];
  for (const connection of world.connections) {
    if (connection.flags[flagName] !== true || !concerns(connection.tags, title)) continue;
    for (const body of bodies) {
      deliveries.push(await deliver(world, connection, { ...body, ...from }));
    }
  }
  return deliveries;
}

function isAppEvent(event: ArrEvent): event is AppEvent {
  return !("item" in event) && !("titleId" in event);
}

function concerns(tags: readonly number[], title: ArrTitle | null): boolean {
  return tags.length === 0 || title === null || title.tagIds.some((id) => tags.includes(id));
}

function flagOf(world: ArrWorld, event: ArrEvent): string {
  if (event.type === "Download" && event.isUpgrade === true) return "onUpgrade";
  const [sonarr, radarr = sonarr] = FLAGS[event.type];
  return world.vocabulary.kind === "sonarr" ? sonarr : radarr;
}
