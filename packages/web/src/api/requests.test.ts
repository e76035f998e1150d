import { expect, it } from "vitest";

import { requestsPath, type RequestsWish } from "./requests.ts";

const anything: RequestsWish = {
  type: null,
  status: null,
  sort: "title_asc",
  query: "  ",
  everyone: false,
};

it("names only what is wished for in particular", () => {
  expect(requestsPath(anything)).toBe("api/ombi/requests?sort=title_asc&showAll=false");
  expect(
    requestsPath({ ...anything, type: "tv", status: "denied", query: " a&b ", everyone: true }),
  ).toBe("api/ombi/requests?sort=title_asc&showAll=true&type=tv&status=denied&search=a%26b");
});

it("never searches for more than the server takes", () => {
  const path = requestsPath({ ...anything, query: "x".repeat(500) });
  expect(new URLSearchParams(path.split("?")[1]).get("search")).toHaveLength(200);
});
