import { expect, it } from "vitest";

import { userTagsExample } from "./user-tags-example.ts";

it("gives the label to the first it fits, as the setting is written", () => {
  const problem = { label: "jonas-k", users: ['Jonas "K"', "jonas-k"], advice: "" };
  expect(userTagsExample(problem)).toEqual({
    name: 'Jonas "K"',
    setting: String.raw`USER_TAGS={"Jonas \"K\"":["jonas-k"]}`,
  });
});

it("leaves the name open for a label that fits nobody", () => {
  expect(userTagsExample({ label: "x", users: [], advice: "" })).toEqual({
    name: null,
    setting: 'USER_TAGS={"Name":["x"]}',
  });
});
