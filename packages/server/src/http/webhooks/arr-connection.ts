import { idOf, objectsOf, textOf, type JsonObject } from "../../upstreams/json-fields.ts";
import { leadsTo, placeOf, resembles, secretIn, withSecret } from "./receiver-url.ts";
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
  /** The host it leads to, when that is not where we are now; else `null`. */
  readonly movesFrom: string | null;
}

const NAME = "sofarr";
/** When something else has our name already; names are unique. Numbers follow. */
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

/**
 * The connection that is ours: where it leads, or else one that led to us at an earlier address (decision 6). Anybody
 * else's is never touched, and be it called as ours is.
 */
export function findOwn(list: unknown, target: ConnectionTarget): FoundConnection | null {
  const webhooks = objectsOf(list).filter(isWebhook);
  const leading = (how: "exactly" | "roughly"): JsonObject | undefined =>
    webhooks.find((one) => leadsTo(urlOf(one), target.url) === how);
  const here = leading("exactly") ?? leading("roughly");
  const own = here ?? webhooks.find((one) => wasOurs(one, target));
  const id = idOf(own?.["id"]);
  if (own === undefined || id === null) return null;
  return { id, connection: own, movesFrom: here === undefined ? placeOf(urlOf(own)) : null };
}

/**
 * Whether it led to us while we had another address. What proves it is our secret: only we and what we set up have it. A
 * connection with another secret is another sofarr's. One that tells none is ours when it has our name and leads to our
 * host, where only the port, the protocol or the base path changed.
 */
function wasOurs(connection: JsonObject, { url, secret }: ConnectionTarget): boolean {
  const place = resembles(urlOf(connection), url);
  if (place === null) return false;
  const told = secretsOf(connection);
  if (told.length > 0) return told.includes(secret);
  return place === "on our host" && isNamed(connection, NAME);
}

/** A new connection. @param form see `webhookForm`. @param list all connections there are. */
export function newConnection(
  form: JsonObject,
  list: unknown,
  target: ConnectionTarget,
): JsonObject {
  return asWanted({ ...form, name: freeName(objectsOf(list)) }, form, target);
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

function freeName(connections: readonly JsonObject[]): string {
  const isFree = (name: string): boolean => !connections.some((one) => isNamed(one, name));
  if (isFree(NAME)) return NAME;
  let name = SPARE_NAME;
  for (let number = 2; !isFree(name); number += 1) name = `${SPARE_NAME} ${number}`;
  return name;
}

/** Other headers (for a proxy on the way) are kept. */
function headersWith(headers: unknown, secret: string): readonly object[] {
  const others = objectsOf(headers).filter((header) => !isSecretHeader(header));
  return [...others, { key: SECRET_HEADER, value: secret }];
}

/** Every secret it sends that it shows: stars stand for one that it does not. */
function secretsOf(connection: JsonObject): readonly string[] {
  const headers = objectsOf(fieldOf(connection, "headers")).filter(isSecretHeader);
  const secrets = [...headers.map(({ value }) => textOf(value)), secretIn(urlOf(connection))];
  return secrets.filter((one) => one !== null).filter((one) => one.replaceAll("*", "") !== "");
}

function isSecretHeader({ key }: JsonObject): boolean {
  return textOf(key)?.toLowerCase() === SECRET_HEADER.toLowerCase();
}

function isWebhook({ implementation }: JsonObject): boolean {
  return implementation === "Webhook";
}

function isNamed({ name }: JsonObject, wanted: string): boolean {
  return textOf(name)?.trim().toLowerCase() === wanted;
}

function urlOf(connection: JsonObject): string | null {
  return textOf(fieldOf(connection, "url"));
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
