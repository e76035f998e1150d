/** A connection of an *arr as it came: handed back whole when it is tried. */
export type Connection = Readonly<Record<string, unknown>>;

/**
 * The connection among an *arr's that leads to this sofarr: a webhook to our address that names this instance, or none.
 * Another sofarr's looks the same but for the address; the server's set-up tells them apart by it as well.
 *
 * @param list  as the *arr sent it; anything else than a list of objects holds none.
 * @param baseUrl  where services reach this sofarr; `null` when that is not set, and any host may be ours.
 */
export function findConnection(
  list: unknown,
  { kind, id: instanceId }: { readonly kind: string; readonly id: string },
  baseUrl: string | null,
): Connection | null {
  if (!Array.isArray(list)) return null;
  const receiver = `/api/webhook/${kind}`;
  const ours = list.filter(isObject).flatMap((connection) => {
    const instance = instanceCalled(connection, (url) =>
      baseUrl === null
        ? plainPath(url).endsWith(receiver)
        : placeOf(url) === placeOf(new URL(baseUrl + receiver)),
    );
    return instance === null ? [] : [{ connection, instance }];
  });
  const own =
    ours.find(({ instance }) => instance === instanceId) ??
    ours.find(({ instance }) => instance === "");
  return own?.connection ?? null;
}

/** Which instance a connection of ours names, empty for none; `null` when it leads elsewhere. */
function instanceCalled(connection: Connection, isOurs: (url: URL) => boolean): string | null {
  const { implementation, fields } = connection;
  if (implementation !== "Webhook" || !Array.isArray(fields)) return null;
  const field = fields.filter(isObject).find(({ name }) => name === "url");
  const url = typeof field?.["value"] === "string" ? field["value"] : "";
  if (!URL.canParse(url)) return null;
  const address = new URL(url);
  return isOurs(address) ? (address.searchParams.get("instance") ?? "") : null;
}

function placeOf(url: URL): string {
  return url.origin + plainPath(url);
}

function plainPath({ pathname }: URL): string {
  return pathname.replace(/(?<!\/)\/+$/u, "");
}

function isObject(value: unknown): value is Connection {
  return typeof value === "object" && value !== null;
}
