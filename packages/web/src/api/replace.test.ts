import { expect, it } from "vitest";

import { makeDownload } from "../state/make-download.ts";
import { createApiClient } from "./client.ts";
import { ApiError } from "./errors.ts";
import { replaceDownload, replaceRequest } from "./replace.ts";

const pack = makeDownload({
  arrQueueId: 7,
  arrInstanceUrl: "urn:sofarr:arr:sonarr-main",
  arrContentIds: [4, 5],
  arrSeriesId: 2,
});

/** An API that always answers like this, and notes what it was asked. */
function apiAnswering(status: number, answer: unknown) {
  const asked: { url: string; init: RequestInit | undefined }[] = [];
  const api = createApiClient({
    fetch: async (input, init) => {
      asked.push({ url: new Request(input).url, init });
      return Response.json(answer, { status });
    },
    resolve: (path) => `http://host/${path}`,
    csrfToken: () => "token-1",
  });
  return { api, asked };
}

const request = replaceRequest(pack);
if (request === null) throw new Error("a queued download can be asked for");

it("names the queue row and what is in it, in the words of the contract", () => {
  expect(request).toEqual({
    arrQueueId: 7,
    arrType: "sonarr",
    arrInstanceUrl: "urn:sofarr:arr:sonarr-main",
    arrContentType: "episode",
    arrContentIds: [4, 5],
    arrSeriesId: 2,
  });
  expect(
    replaceRequest(
      makeDownload({
        arrQueueId: 1,
        arrType: "movie",
        arrContentType: "movie",
        arrContentId: 9,
        arrContentIds: [9],
        arrInstanceUrl: "urn:x",
      }),
    ),
  ).toMatchObject({ arrType: "radarr", arrContentType: "movie", arrContentId: 9 });
});

it("asks for nothing that is in no queue", () => {
  expect(replaceRequest(makeDownload({ ...pack, arrQueueId: null }))).toBeNull();
  expect(replaceRequest(makeDownload({ ...pack, arrInstanceUrl: null }))).toBeNull();
});

it("asks once, with the token of the session", async () => {
  const { api, asked } = apiAnswering(200, {
    ok: true,
    removed: true,
    searched: true,
    message: "",
  });
  expect(await replaceDownload(api, request)).toBe("done");
  expect(asked.map(({ url }) => url)).toEqual(["http://host/api/dashboard/blocklist-search"]);
  expect(new Headers(asked[0]?.init?.headers).get("X-CSRF-Token")).toBe("token-1");
});

it("knows when the same copy may come again", async () => {
  const message = "It was removed, but not blocklisted: the same release may come again.";
  const { api } = apiAnswering(200, { ok: true, removed: true, searched: true, message });
  expect(await replaceDownload(api, request)).toBe("done-unsure");
});

it("tells half of it from nothing of it", async () => {
  const half = apiAnswering(502, { error: "…", ok: false, removed: true, searched: false });
  expect(await replaceDownload(half.api, request)).toBe("half-done");
  const nothing = apiAnswering(502, { error: "Sonarr does not answer." });
  await expect(replaceDownload(nothing.api, request)).rejects.toBeInstanceOf(ApiError);
});
