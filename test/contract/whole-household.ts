import { createServer, type AddressInfo } from "node:net";

import type { ArrSimulator } from "../../demo/simulators/arr/arr-simulator.ts";
import { createOmbiSimulator } from "../../demo/simulators/ombi/index.ts";
import { sendJson, SimulatorServer } from "../../demo/simulators/simulator-server.ts";
import { startHousehold, type Household } from "../journeys/household.ts";
import { Caller } from "./call.ts";
import type { Document } from "./document.ts";
import type { Identity } from "./input.ts";

/** Everyone who can call: at the door, signed in without anything, with downloads, and with all rights. */
export const PEOPLE = ["nobody", "stranger", "owner", "admin"] as const;
export type Who = (typeof PEOPLE)[number];

export const COOKIE_SECRET = "cookie-secret-of-the-house";
export const NOBODY: Identity = { cookie: null, csrfToken: null };
const ACCOUNTS = { stranger: "bob", owner: "alice", admin: "admin" } as const;

/**
 * A household with every upstream there is a route for, and everything switched on. Each call comes from an address of
 * its own.
 *
 * @param settings beside those of the household.
 */
export async function startWholeHousehold(settings: Readonly<Record<string, string>> = {}) {
  const household = await startHousehold();
  const ombi = createOmbiSimulator({ apiKey: "ombi-secret-key-1" });
  // Where connections that are not sofarr's lead.
  const elsewhere = new SimulatorServer((_request, response) => sendJson(response, 200, {}));
  await Promise.all([ombi.start(), elsewhere.start()]);
  const port = await freePort();
  const baseUrl = `http://127.0.0.1:${port}`;
  const start = async (change: Readonly<Record<string, string>> = {}): Promise<void> => {
    await household.start({
      PORT: String(port),
      SOFARR_BASE_URL: baseUrl,
      COOKIE_SECRET,
      TRUST_PROXY: "1",
      ENABLE_LOG_STREAM: "true",
      OMBI_INSTANCES: JSON.stringify([{ name: "main", url: ombi.url, apiKey: ombi.apiKey }]),
      ...settings,
      ...change,
    });
  };
  const caller = new Caller(baseUrl);
  return {
    household,
    ombi,
    elsewhere,
    baseUrl,
    caller,
    start,
    document: () => documentOf(caller),
    signIn: (who: Who) => signIn(household, who),
    async stop(): Promise<void> {
      caller.close();
      await household.stop();
      await Promise.all([ombi.stop(), elsewhere.stop()]);
    },
  };
}

export type WholeHousehold = Awaited<ReturnType<typeof startWholeHousehold>>;

/** A connection of somebody else in an *arr, that calls nobody while nothing is switched on. @returns its id. */
export async function storeConnection(
  arr: ArrSimulator,
  name: string,
  url: string,
): Promise<number> {
  const answer = await fetch(`${arr.url}/api/v3/notification`, {
    method: "POST",
    headers: { "x-api-key": arr.apiKey, "content-type": "application/json" },
    body: JSON.stringify(connectionForm(name, url)),
  });
  return ((await answer.json()) as { id: number }).id;
}

/** The form of a webhook as the *arrs have it. */
export function connectionForm(name: string, url: string): Record<string, unknown> {
  return {
    name,
    implementation: "Webhook",
    configContract: "WebhookSettings",
    tags: [],
    fields: [
      { name: "url", value: url },
      { name: "method", value: 1 },
    ],
  };
}

async function signIn(household: Household, who: Who): Promise<Identity> {
  if (who === "nobody") return NOBODY;
  const browser = await household.signedIn(ACCOUNTS[who]);
  const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join("; ");
  return { cookie, csrfToken: browser.csrfToken };
}

async function documentOf(caller: Caller): Promise<Document> {
  const call = { method: "GET", path: "/api/openapi.json", headers: {}, body: null };
  return JSON.parse((await caller.send(call)).text) as Document;
}

/** A port nobody listens on: the address of the server has to be known before it starts. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise<void>((resolve) => server.close(() => resolve()));
  return port;
}
