import { afterAll, beforeAll, describe, expect, test } from "vitest";

import type { ArrEvent } from "../../demo/simulators/arr/webhook-event.ts";
import type { ArrSimulator } from "../../demo/simulators/arr/index.ts";
import { HOOK_SECRET, readsOf, startHookHouse, until, type HookHouse } from "./hook-house.ts";

/** Makes something happen in an *arr; what a connection hears of it follows. */
type Happening = (house: HookHouse) => ArrEvent;

const HASH = "AABBCCDDEEFF00112233445566778899AABBCCDD";
let made = 0;

/** A series in the middle of a download; each call another. */
function episodeIn(house: HookHouse) {
  made += 1;
  const sonarr = house.sonarr();
  const series = sonarr.addSeries({
    title: `Harbor Lights ${made}`,
    tags: ["alice"],
    seasons: [2],
  });
  const [first] = series.episodes;
  const item = sonarr.addQueueItem({
    title: `Harbor.Lights.${made}.S01E01`,
    downloadId: HASH.replace(/^../u, String(made).padStart(2, "0")),
    seriesId: series.id,
    episodeIds: first === undefined ? [] : [first.id],
    trackedDownloadStatus: "warning",
    statusMessages: [{ title: "Harbor.Lights", messages: ["Sample"] }],
  });
  return { titleId: series.id, item, episodeIds: item.episodeIds };
}

function movieIn(house: HookHouse) {
  made += 1;
  const movie = house.radarr().addMovie({ title: `Nightshift ${made}`, tags: ["alice"] });
  const item = house.radarr().addQueueItem({ title: `Nightshift.${made}`, movieId: movie.id });
  return { titleId: movie.id, item };
}

/** Where something happens to a title, it is made by the app's own function. */
function titleEvents(
  subject: (house: HookHouse) => Omit<ReturnType<typeof episodeIn>, "episodeIds">,
): Record<string, Happening> {
  return {
    Grab: (house) => ({ type: "Grab", item: subject(house).item }),
    Download: (house) => ({ type: "Download", item: subject(house).item }),
    Upgrade: (house) => ({ type: "Download", item: subject(house).item, isUpgrade: true }),
    ImportComplete: (house) => ({ type: "ImportComplete", item: subject(house).item }),
    ManualInteractionRequired: (house) => ({
      type: "ManualInteractionRequired",
      item: subject(house).item,
    }),
    Rename: (house) => ({ type: "Rename", titleId: subject(house).titleId }),
    Added: (house) => ({ type: "TitleAdded", titleId: subject(house).titleId }),
    Deleted: (house) => ({ type: "TitleDeleted", titleId: subject(house).titleId }),
    FileDelete: (house) => ({ type: "FileDelete", titleId: subject(house).titleId }),
    Health: () => ({ type: "Health", message: "Indexers are failing" }),
    HealthRestored: () => ({ type: "HealthRestored", message: "Indexers are back" }),
    ApplicationUpdate: () => ({ type: "ApplicationUpdate", newVersion: "9.9" }),
  };
}

/** What each version sends, by what happens; the rest it cannot tell. */
const IN_SONARR_3 = {
  Grab: "Grab",
  Download: "Download",
  Upgrade: "Download",
  Rename: "Rename",
  Deleted: "SeriesDelete",
  FileDelete: "EpisodeFileDelete",
  Health: "Health",
  ApplicationUpdate: "ApplicationUpdate",
};
const IN_SONARR_4_0_0 = {
  ...IN_SONARR_3,
  ManualInteractionRequired: "ManualInteractionRequired",
  Added: "SeriesAdd",
  HealthRestored: "HealthRestored",
};
const IN_SONARR = { ...IN_SONARR_4_0_0, ImportComplete: "Download" };
const IN_RADARR_3 = {
  Grab: "Grab",
  Download: "Download",
  Upgrade: "Download",
  Rename: "Rename",
  Deleted: "MovieDelete",
  FileDelete: "MovieFileDelete",
  Health: "Health",
  ApplicationUpdate: "ApplicationUpdate",
};
const IN_RADARR = {
  ...IN_RADARR_3,
  ManualInteractionRequired: "ManualInteractionRequired",
  Added: "MovieAdded",
  HealthRestored: "HealthRestored",
};

describe.each([
  ["sonarr", "3.0.10", IN_SONARR_3],
  ["sonarr", "4.0.0", IN_SONARR_4_0_0],
  ["sonarr", "4.0.19", IN_SONARR],
  ["radarr", "3.2.2", IN_RADARR_3],
  ["radarr", "4.7.5", IN_RADARR],
  ["radarr", "5.14.0", IN_RADARR],
  ["radarr", "6.1.0", IN_RADARR],
] as const)("what %s %s tells", (kind, version, told: Readonly<Record<string, string>>) => {
  const happenings = titleEvents(kind === "sonarr" ? episodeIn : movieIn);
  let house: HookHouse;
  let arr: ArrSimulator;

  beforeAll(async () => {
    house = await startHookHouse(
      kind === "sonarr"
        ? { sonarrs: { main: version } }
        : { sonarrs: {}, radarrs: { main: version } },
    );
    arr = kind === "sonarr" ? house.sonarr() : house.radarr();
    await house.start();
    await connectByHand(arr, `${house.baseUrl}/api/webhook/${kind}`);
  });
  afterAll(async () => {
    await house.stop();
  });

  test("is tried when the connection is made, and the test is heard", () => {
    expect(house.heard().map(({ event }) => event)).toContain("Test");
  });

  test.each(Object.entries(told))(
    "%s: %s is heard, and read about at once",
    async (what, event) => {
      const before = house.heard().length;
      const reads = readsOf(arr.server);
      const deliveries = await arr.fire(happeningOf(happenings, what)(house));
      expect(deliveries).toEqual([{ connection: "everything", eventType: event, status: 200 }]);
      expect(house.heard().slice(before)).toMatchObject([
        { sender: `${kind}-main`, event, isDuplicate: false },
      ]);
      await until(() => readsOf(arr.server) > reads, "the queue is read");
    },
  );

  test.each(Object.keys(happenings).filter((what) => !(what in told)))(
    "%s is not among it",
    async (what) => {
      expect(await arr.fire(happeningOf(happenings, what)(house))).toEqual([]);
    },
  );
});

describe("what Ombi tells", () => {
  let house: HookHouse;

  beforeAll(async () => {
    house = await startHookHouse({ hasOmbi: true });
    await house.start();
    const admin = await house.admin();
    await admin.post("/api/ombi/webhook/enable");
  });
  afterAll(async () => {
    await house.stop();
  });

  test.each(
    [
      "NewRequest",
      "RequestApproved",
      "RequestDeclined",
      "RequestAvailable",
      "PartiallyAvailable",
      "RequestDeleted",
      "ItemAddedToFaultQueue",
      "Issue",
      "IssueComment",
      "IssueResolved",
      "IssueInProgress",
      "IssueDeleted",
      "Test",
    ].flatMap((type) => (["movie", "tv"] as const).map((kind) => [type, kind] as const)),
  )("%s of a %s is heard, and read about at once", async (type, kind) => {
    const { ombi } = house;
    made += 1;
    const request =
      kind === "movie"
        ? ombi.addMovieRequest({ title: `Nightshift ${made}` })
        : ombi.addTvRequest({ title: `Harbor Lights ${made}` });
    const before = house.heard().length;
    const reads = listReads(house);
    expect(await ombi.fire(type as Parameters<typeof ombi.fire>[0], kind, request.id)).toBe(200);
    expect(house.heard().slice(before)).toMatchObject([
      { sender: "ombi-main", event: type, isDuplicate: false },
    ]);
    await until(() => listReads(house) > reads, "the requests are read");
  });
});

function listReads({ ombi }: HookHouse): number {
  return ombi.server.requests.filter(({ path }) => path === "/api/v1/Request/movie").length;
}

function happeningOf(happenings: Readonly<Record<string, Happening>>, what: string): Happening {
  const happening = happenings[what];
  if (happening === undefined) throw new Error(`nothing like ${what}`);
  return happening;
}

/** A connection as somebody would make it who wants to hear everything, with the secret in the address. */
async function connectByHand(arr: ArrSimulator, url: string): Promise<void> {
  const headers = { "x-api-key": arr.apiKey, "content-type": "application/json" };
  const at = `${arr.url}/api/v3/notification`;
  const [form] = (await (await fetch(`${at}/schema`, { headers })).json()) as object[];
  const switches = Object.keys(form ?? {}).filter((name) => name.startsWith("on"));
  const body = {
    ...Object.fromEntries(switches.map((name) => [name, true])),
    name: "everything",
    implementation: "Webhook",
    configContract: "WebhookSettings",
    tags: [],
    fields: [{ name: "url", value: `${url}?secret=${encodeURIComponent(HOOK_SECRET)}` }],
  };
  const answer = await fetch(at, { method: "POST", headers, body: JSON.stringify(body) });
  if (answer.status !== 201) throw new Error(`the connection was not made: ${answer.status}`);
}
