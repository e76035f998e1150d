import { describe, expect, test } from "vitest";

import { createNamedSchemas } from "./openapi-names.ts";

const EPISODE = { title: "Episode", type: "object", properties: { title: { type: "string" } } };
const SERIES = {
  title: "Series",
  properties: { first: EPISODE, all: { type: "array", items: EPISODE } },
};
const TO_EPISODE = { $ref: "#/components/schemas/Episode" };

describe("a schema with a name", () => {
  test("is a reference wherever it is used, and told once", () => {
    const named = createNamedSchemas();
    expect(named.refer({ 200: SERIES, 404: { anyOf: [EPISODE, { type: "null" }] } })).toEqual({
      200: { $ref: "#/components/schemas/Series" },
      404: { anyOf: [TO_EPISODE, { type: "null" }] },
    });
    expect(named.schemas).toEqual({
      Series: { properties: { first: TO_EPISODE, all: { type: "array", items: TO_EPISODE } } },
      Episode: { type: "object", properties: { title: { type: "string" } } },
    });
  });

  test("leaves what it was made from as it is", () => {
    const before = structuredClone(SERIES);
    createNamedSchemas().refer(SERIES);
    expect(SERIES).toEqual(before);
  });
});
