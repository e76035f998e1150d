import { omitNulls } from "./arr-json.ts";
import type { ArrConnection } from "./arr-nouns.ts";
import type { ArrWorld } from "./arr-world.ts";

const DELIVERY_TIMEOUT_MS = 5_000;
const METHOD_PUT = 2;

/** How one delivery went; `status` is `null` when nobody answered. */
export interface Delivery {
  readonly connection: string;
  readonly eventType: string;
  readonly status: number | null;
}

/** Sends one body to one connection, once: there are no retries. */
export async function deliver(
  world: ArrWorld,
  connection: ArrConnection,
  body: Readonly<Record<string, unknown>>,
): Promise<Delivery> {
  const eventType = String(body["eventType"]);
  const status = await send(world, connection, JSON.stringify(omitNulls(body)));
  return { connection: connection.name, eventType, status };
}

async function send(
  world: ArrWorld,
  connection: ArrConnection,
  body: string,
): Promise<number | null> {
  try {
    const response = await fetch(connection.url, {
      method: connection.method === METHOD_PUT ? "PUT" : "POST",
      headers: {
        ...Object.fromEntries(connection.headers.map(({ key, value }) => [key, value])),
        ...basicAuth(connection),
        "content-type": "application/json",
        "user-agent": `${world.vocabulary.appName}/${world.features.fullVersion} (simulated)`,
      },
      body,
      redirect: "manual",
      signal: AbortSignal.timeout(DELIVERY_TIMEOUT_MS),
    });
    await response.arrayBuffer();
    return response.status;
  } catch {
    return null;
  }
}

function basicAuth({ username, password }: ArrConnection): Record<string, string> {
  if (username === "" && password === "") return {};
  const credentials = Buffer.from(`${username}:${password}`).toString("base64");
  return { authorization: `Basic ${credentials}` };
}
