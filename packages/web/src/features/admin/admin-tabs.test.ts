import { expect, it } from "vitest";

import { ADMIN_TABS, adminTabPath, parseAdminTab } from "./admin-tabs.ts";

it("comes back from the address as it went in", () => {
  for (const tab of ADMIN_TABS) {
    expect(parseAdminTab(new URL(adminTabPath(tab), "http://sofarr.invalid").search)).toBe(tab);
  }
});

it("shows the status when the address names nothing it knows", () => {
  expect(parseAdminTab("?show=everything&everyone=1")).toBe("status");
});
