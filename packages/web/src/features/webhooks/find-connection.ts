/** A connection of an *arr as it came: handed back whole when it is tried. */
export type Connection = Readonly<Record<string, unknown>>;

/**
 * The connection among an *arr's that leads to this sofarr: a webhook to our path that names this instance, or none. Its
 * host may be any, since services may reach sofarr under another name than the browser does.
 *
 * @param list  as the *arr sent it; anything else than a list of objects holds none.
 */
export function findConnection(list: unknown, kind: string, instanceId: string): Connection | null {
  if (!Array.isArray(list)) return null;
  const ours = list.filter(isObject).flatMap((connection) => {
    const instance = instanceCalled(connection, kind);
    return instance === null ? [] : [{ connection, instance }];
  });
  const own =
    ours.find(({ instance }) => instance === instanceId) ??
    ours.find(({ instance }) => instance === "");
  return own?.connection ?? null;
}

/** Which instance a connection of ours names, empty for none; `null` when it leads elsewhere. */
function instanceCalled(connection: Connection, kind: string): string | null {
  const { implementation, fields } = connection;
  if (implementation !== "Webhook" || !Array.isArray(fields)) return null;
  const field = fields.filter(isObject).find(({ name }) => name === "url");
  const url = typeof field?.["value"] === "string" ? field["value"] : "";
  if (!URL.canParse(url)) return null;
  const { pathname, searchParams } = new URL(url);
  if (!pathname.replace(/(?<!\/)\/+$/u, "").endsWith(`/api/webhook/${kind}`)) return null;
  return searchParams.get("instance") ?? "";
}

function isObject(value: unknown): value is Connection {
  return typeof value === "object" && value !== null;
}
