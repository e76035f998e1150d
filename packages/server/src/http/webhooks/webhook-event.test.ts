import { describe, expect, test } from "vitest";

import { arrEventIn, ombiEventIn } from "./webhook-event.ts";

const GRAB = {
  eventType: "Grab",
  instanceName: "Sonarr",
  applicationUrl: "http://sonarr.example/",
  series: { id: 4, title: "Harbor Lights", tags: ["mara"] },
  episodes: [{ id: 40, episodeNumber: 1, seasonNumber: 1 }],
  downloadId: "AABB",
};

describe("an event of an *arr", () => {
  test("says what happened and who says so", () => {
    expect(arrEventIn(GRAB)).toMatchObject({
      type: "Grab",
      isTest: false,
      senderName: "Sonarr",
      senderUrl: "http://sonarr.example/",
    });
  });

  test.each([null, [], "Grab", 5, {}, { eventType: "" }, { eventType: 5 }, { eventType: null }])(
    "is none without a word for what happened: %j",
    (body) => {
      expect(arrEventIn(body)).toBeNull();
    },
  );

  test.each(["Grab", "SeriesAdd", "SeriesDelete", "MovieAdded", "MovieDelete"])(
    "%s makes the library old",
    (eventType) => {
      expect(arrEventIn({ eventType })?.isAboutLibrary).toBe(true);
    },
  );

  test("a grab is known as one, in the case of any version", () => {
    const grabs = ["Grab", "grab", "Download"].map(
      (eventType) => arrEventIn({ eventType })?.isGrab,
    );
    expect(grabs).toEqual([true, true, false]);
  });

  test.each(["Download", "Rename", "Health", "SomethingNew"])("%s does not", (eventType) => {
    expect(arrEventIn({ eventType })?.isAboutLibrary).toBe(false);
  });

  test("a test is known as one, in the case of any version", () => {
    expect(["Test", "test"].map((eventType) => arrEventIn({ eventType })?.isTest)).toEqual([
      true,
      true,
    ]);
  });

  test("the same one sent twice has the same fingerprint", () => {
    expect(arrEventIn(structuredClone(GRAB))?.fingerprint).toBe(arrEventIn(GRAB)?.fingerprint);
  });

  test.each([
    ["another type", { eventType: "ManualInteractionRequired" }],
    ["another download", { downloadId: "AABC" }],
    ["another series", { series: { ...GRAB.series, id: 5 } }],
    ["another episode", { episodes: [{ ...GRAB.episodes[0], id: 41 }] }],
    ["a file", { episodeFile: { id: 9 } }],
  ])("%s is another event", (_what, change) => {
    expect(arrEventIn({ ...GRAB, ...change })?.fingerprint).not.toBe(arrEventIn(GRAB)?.fingerprint);
  });

  test("a type fit for no log line is made fit", () => {
    expect(arrEventIn({ eventType: "Grab\nWARN all is lost" })?.type).toBe("Grab WARN all is lost");
  });
});

describe("an event of Ombi", () => {
  const REQUEST = { notificationType: "NewRequest", requestId: "3", providerId: "99", title: "A" };

  test("says what happened, and nothing of who says so but the address it may have", () => {
    expect(ombiEventIn({ ...REQUEST, applicationName: "Ombi" })).toMatchObject({
      type: "NewRequest",
      isTest: false,
      isAboutLibrary: false,
      senderName: null,
      senderUrl: null,
    });
  });

  test("is none without a word for what happened, whatever an *arr would call it", () => {
    expect(ombiEventIn({ eventType: "Grab" })).toBeNull();
    expect(ombiEventIn({ notificationType: null })).toBeNull();
  });

  test("the time of sending does not make it another event, another request does", () => {
    const at = (shortTime: string, requestId: string): string | undefined =>
      ombiEventIn({ ...REQUEST, requestId, shortTime, longTime: shortTime })?.fingerprint;
    expect(at("10:31", "3")).toBe(at("10:32", "3"));
    expect(at("10:31", "3")).not.toBe(at("10:31", "4"));
  });
});
