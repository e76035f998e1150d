import type { ArrSimulator } from "../../demo/simulators/arr/arr-simulator.ts";
import { createOmbiSimulator } from "../../demo/simulators/ombi/index.ts";
import { sendJson, SimulatorServer } from "../../demo/simulators/simulator-server.ts";
import { freePort } from "../../scripts/free-port.ts";
import { startHousehold } from "../journeys/household.ts";
import { Caller } from "./call.ts";
import type { Document } from "./document.ts";
import { callOf, type Identity } from "./input.ts";

/** Everyone who can call: at the door, signed in without anything, with downloads, and with all rights. */
export const PEOPLE = ["nobody", "stranger", "owner", "admin"] as const;
export type Who = (typeof PEOPLE)[number];

export const COOKIE_SECRET = "cookie-secret-of-the-house";
export const NOBODY: Identity = { cookie: null, csrfToken: null };
const ACCOUNTS = { stranger: "bob", owner: "alice", admin: "admin" } as const;

/**
 * A household with every upstream there is a route for, and everything switched on. Each call comes from an address of
 * its own.
 */
export async function startWholeHousehold() {
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
    /** Every upstream, to see what they were asked or to let them fail. */
    upstreams: [
      household.mediaServer,
      household.sonarr,
      household.anime,
      household.radarr,
      household.qbittorrent,
      household.sabnzbd,
      ombi,
    ].map(({ server }) => server),
    start,
    document: () => documentOf(caller),
    signIn: async (who: Who) =>
      who === "nobody" ? NOBODY : await signIn(caller, household.users[ACCOUNTS[who]]),
    signInAs: (person: Person) => signIn(caller, person),
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

interface Person {
  readonly name: string;
  readonly password: string;
}

async function signIn(caller: Caller, { name, password }: Person): Promise<Identity> {
  const login = callOf("POST /api/auth/login", { body: { username: name, password } }, NOBODY);
  const { status, text, headers } = await caller.send(login);
  if (status !== 200) throw new Error(`${name} could not sign in: ${text}`);
  const cookie = (headers["set-cookie"] ?? []).map((line) => line.split(";", 1)[0]).join("; ");
  return { cookie, csrfToken: (JSON.parse(text) as { csrfToken: string }).csrfToken };
}

async function documentOf(caller: Caller): Promise<Document> {
  const { text } = await caller.send(callOf("GET /api/openapi.json", {}, NOBODY));
  return JSON.parse(text) as Document;
}
