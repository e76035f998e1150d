import { setTimeout as sleep } from "node:timers/promises";

import { ADMIN, environmentOf, personName } from "./household-facts.ts";
import type { HouseholdLink } from "./household-link.ts";
import { brief, type Section } from "./report.ts";
import { ServerProcess } from "./server-process.ts";
import { sofarrTab } from "./sofarr-tabs.ts";
import { quantile } from "./stats.ts";
import { ViewersLink } from "./viewers-link.ts";

/** The server's default. */
const POLL_INTERVAL_MS = 5_000;
const PEOPLE = 10;
/** Whose downloads come, and who looks. */
const PERSON = 0;
/** Fewer than the 60 a minute that are let in; no divisor of the interval. */
const EVENT_EVERY_MS = 1_310;
const SETTLE_MS = 2_000;
const GOAL_MS = 500;

export interface WebhookOptions {
  readonly downloads: number;
  readonly titles: number;
  /** How many of each kind. */
  readonly events: number;
}

/** Whether the download client had been read with the download in it when the *arr told of the grab. */
type Kind = "known" | "new";

/** From a webhook's first byte to the event that brings the download to the one it is for. */
export async function* measureWebhook(
  household: HouseholdLink,
  options: WebhookOptions,
): AsyncGenerator<Section> {
  const { downloads, titles, events } = options;
  const facts = await household.ask("open", {
    kind: "qbittorrent",
    downloads,
    titles,
    people: PEOPLE,
  });
  const server = await ServerProcess.start((url) => ({
    ...environmentOf(facts),
    POLL_INTERVAL: String(POLL_INTERVAL_MS),
    SOFARR_BASE_URL: url,
    SOFARR_WEBHOOK_SECRET: "bench-webhook-secret",
  }));
  const viewers = new ViewersLink();
  try {
    await setUp(server);
    const person = await server.signIn(personName(PERSON));
    await viewers.ask("open", [sofarrTab(server.url, person, downloads / PEOPLE)]);
    await viewers.ask("listen");
    await sleep(SETTLE_MS);
    const known = await tell(household, viewers, "known", events);
    const fresh = await tell(household, viewers, "new", events);
    yield report(options, known, fresh);
  } finally {
    viewers.end();
    await server.stop();
  }
}

/** Has sofarr ask both *arrs for their events. */
async function setUp(server: ServerProcess): Promise<void> {
  const admin = await server.signIn(ADMIN);
  for (const kind of ["sonarr", "radarr"]) {
    const { status, text } = await admin.post(`/api/${kind}/notifications/sofarr-webhook`);
    if (status !== 200) throw new Error(`no webhook from ${kind}: ${status} ${text}`);
  }
}

/** @returns how long each took until the person had it, in milliseconds. */
async function tell(
  household: HouseholdLink,
  viewers: ViewersLink,
  kind: Kind,
  events: number,
): Promise<readonly number[]> {
  const ids: string[] = [];
  const add = async (): Promise<void> => {
    ids.push(await household.ask("addToClient", PERSON));
  };
  if (kind === "known") {
    while (ids.length < events) await add();
    await sleep(POLL_INTERVAL_MS + SETTLE_MS);
  }
  const toldAt = new Map<string, number>();
  while (toldAt.size < events) {
    if (kind === "new") await add();
    const id = ids[toldAt.size] ?? "";
    toldAt.set(id, await household.ask("tellOfGrab", id));
    await sleep(EVENT_EVERY_MS);
  }
  await sleep(POLL_INTERVAL_MS + SETTLE_MS);
  return await viewers.delaysOf(toldAt);
}

function report(
  { downloads, titles, events }: WebhookOptions,
  known: readonly number[],
  fresh: readonly number[],
): Section {
  const row = (name: string, delays: readonly number[]): string[] => [
    name,
    ...[0, 0.5, 0.95, 1].map((share) => brief(quantile(delays, share))),
  ];
  const verdict = (what: string, delays: readonly number[]) => ({
    goal: `${what}: p95 under ${GOAL_MS} ms`,
    measured: `${brief(quantile(delays, 0.95))} ms`,
    isMet: quantile(delays, 0.95) < GOAL_MS,
  });
  return {
    title: "From a webhook to the event in the browser",
    notes: [
      `${events} grabs of each kind told by the *arrs, with ${downloads.toLocaleString("en")} downloads and ${titles} series and movies; POLL_INTERVAL ${POLL_INTERVAL_MS}; milliseconds from the POST to the patch that brings the download to its person, the queue read anew in between.`,
      '"Known": the client was read with the download in it before. "New": it came into the client in the moment of the grab, so that the client has to be read as well.',
    ],
    columns: ["", "least", "p50", "p95", "most"],
    rows: [row("download known to the client", known), row("download new there too", fresh)],
    verdicts: [
      verdict("a grab of a known download", known),
      verdict("a grab of a new download", fresh),
    ],
    data: { known, fresh },
  };
}
