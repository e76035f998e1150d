import { expect, it } from "vitest";

import { outsideLink } from "./outside-link.ts";

it("lets web addresses through and nothing else", () => {
  expect(outsideLink("https://ombi.example/details/movie/1")).toBe(
    "https://ombi.example/details/movie/1",
  );
  expect(outsideLink("http://192.0.2.1:5000/")).toBe("http://192.0.2.1:5000/");
  for (const link of ["javascript:alert(1)", "data:text/html,x", "/details", "", null]) {
    expect(outsideLink(link)).toBeNull();
  }
});
