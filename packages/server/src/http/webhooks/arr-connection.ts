import { idOf, objectsOf, textOf, type JsonObject } from "../../upstreams/json-fields.ts";
import { leadsTo, withSecret } from "./receiver-url.ts";
import { SECRET_HEADER } from "./webhook-secret.ts";

/** Where a connection of ours is to lead, and with what. */
export interface ConnectionTarget {
  /** Without the secret. */
  readonly url: string;
  /** In clear. */
  readonly secret: string;
}

/** A connection ("notification") of an *arr, as it says itself, and its id. */
export interface FoundConnection {
  readonly id: number;
  readonly connection: JsonObject;
}

const NAME = "sofarr";
/** When something else has our name already; names are unique. */
const SPARE_NAME = "sofarr webhook";
const METHOD_POST = 1;

/**
 * Every event after which the queue or the library is not what it was. An app has those of its version; health and
 * updates of the app itself change nothing that we show.
 */
const USEFUL_EVENTS = [
  "onGrab",
  "onDownload",
  "onUpgrade",
  "onImportComplete",
  "onRename",
  "onManualInteractionRequired",
  "onSeriesAdd",
  "onSeriesDelete",
  "onEpisodeFileDelete",
  "onEpisodeFileDeleteForUpgrade",
  "onMovieAdded",
  "onMovieDelete",
  "onMovieFileDelete",
  "onMovieFileDeleteForUpgrade",
];

/** The empty form of a webhook, among the forms of all connections; `null` when there is none. */
export function webhookForm(schema: unknown): JsonObject | null {
  return objectsOf(schema).find(isWebhook) ?? null;
}

/** The connection that is ours: by where it leads, or else by its name. Anybody else's is never touched. */
export function findOwn(list: unknown, target: ConnectionTarget): FoundConnection | null {
  const webhooks = objectsOf(list).filter(isWebhook);
  const leading = (how: "exactly" | "roughly"): JsonObject | undefined =>
    webhooks.find((one) => leadsTo(textOf(fieldOf(one, "url")), target.url) === how);
  const own =
    leading("exactly") ?? leading("roughly") ?? webhooks.find((one) => isNamed(one, NAME));
  const id = idOf(own?.["id"]);
  return own === undefined || id === null ? null : { id, connection: own };
}

/** A new connection. @param form see `webhookForm`. @param list all connections there are. */
export function newConnection(
  form: JsonObject,
  list: unknown,
  target: ConnectionTarget,
): JsonObject {
  const isTaken = objectsOf(list).some((one) => isNamed(one, NAME));
  return asWanted({ ...form, name: isTaken ? SPARE_NAME : NAME }, form, target);
}

/**
 * A connection with all that we need of it; the rest of it stays as it is. One that has all that comes back equal.
 *
 * @param form what this version's webhooks can be set to: without a field for headers the secret goes into the address.
 */
export function asWanted(
  connection: JsonObject,
  form: JsonObject,
  { url, secret }: ConnectionTarget,
): JsonObject {
  const events = USEFUL_EVENTS.filter((name) => name in form && form[supportsName(name)] !== false);
  const canSendHeaders = fieldNames(form).includes("headers");
  const wanted: Readonly<Record<string, unknown>> = {
    url: canSendHeaders ? url : withSecret(url, secret),
    method: METHOD_POST,
    ...(canSendHeaders ? { headers: headersWith(fieldOf(connection, "headers"), secret) } : {}),
  };
  const present = fieldNames(connection);
  return {
    ...connection,
    ...Object.fromEntries(events.map((name) => [name, true])),
    // Tags would keep back the events of all titles without them.
    tags: [],
    fields: [
      ...objectsOf(connection["fields"]).map((field) => {
        const name = nameOf(field);
        return name in wanted ? { ...field, value: wanted[name] } : field;
      }),
      ...Object.entries(wanted)
        .filter(([name]) => !present.includes(name))
        .map(([name, value]) => ({ name, value })),
    ],
  };
}

/** Other headers (for a proxy on the way) are kept. */
function headersWith(headers: unknown, secret: string): readonly object[] {
  const others = objectsOf(headers).filter(
    ({ key }) => textOf(key)?.toLowerCase() !== SECRET_HEADER.toLowerCase(),
  );
  return [...others, { key: SECRET_HEADER, value: secret }];
}

function isWebhook({ implementation }: JsonObject): boolean {
  return implementation === "Webhook";
}

function isNamed({ name }: JsonObject, wanted: string): boolean {
  return textOf(name)?.trim().toLowerCase() === wanted;
}

function fieldOf(connection: JsonObject, name: string): unknown {
  return objectsOf(connection["fields"]).find((field) => nameOf(field) === name)?.["value"];
}

function fieldNames(connection: JsonObject): readonly string[] {
  return objectsOf(connection["fields"]).map(nameOf);
}

function nameOf(field: JsonObject): string {
  return textOf(field["name"])?.toLowerCase() ?? "";
}

function supportsName(event: string): string {
  return `supports${event.slice(0, 1).toUpperCase()}${event.slice(1)}`;
}
