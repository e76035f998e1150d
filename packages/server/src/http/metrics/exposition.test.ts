import { describe, expect, test } from "vitest";

import { expose } from "./exposition.ts";

describe("Prometheus' text format", () => {
  test("has help and type before the values of each metric", () => {
    const text = expose([
      { name: "a_total", type: "counter", help: "All of a.", samples: [{ value: 3 }] },
      {
        name: "b",
        type: "gauge",
        help: "Each b.",
        samples: [
          { labels: { one: "x", two: "y" }, value: 0.5 },
          { labels: { one: "z", two: "" }, value: 1e21 },
        ],
      },
    ]);
    expect(text).toBe(
      '# HELP a_total All of a.\n# TYPE a_total counter\na_total 3\n# HELP b Each b.\n# TYPE b gauge\nb{one="x",two="y"} 0.5\nb{one="z",two=""} 1e+21\n',
    );
  });

  test("leaves out what has no value", () => {
    expect(expose([{ name: "a", type: "gauge", help: "None.", samples: [] }])).toBe("");
  });

  test("lets no label break out of its line or its quotes", () => {
    const value = 'a"} 1\nb{x="\\';
    const text = expose([
      {
        name: "a",
        type: "gauge",
        help: "One\nline \\.",
        samples: [{ labels: { value }, value: 2 }],
      },
    ]);
    expect(text.split("\n")).toEqual([
      String.raw`# HELP a One\nline \\.`,
      "# TYPE a gauge",
      String.raw`a{value="a\"} 1\nb{x=\"\\"} 2`,
      "",
    ]);
  });
});
