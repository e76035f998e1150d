import { mkdirSync } from "node:fs";
import { fileURLToPath } from "node:url";

import { launchChromium } from "../test/e2e/chromium.ts";
import { startDemo } from "../test/e2e/demo.ts";

/** Pictures of the demo for the README, at phone and desktop width in both themes: to be looked at. */
const folder = fileURLToPath(new URL("../docs/images/", import.meta.url));
/** A phone's browser takes no room for scroll bars. */
const DEVICES = {
  phone: { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true },
  desktop: { viewport: { width: 1280, height: 860 } },
} as const;
const LIVE_FOR_MS = 6_000;

mkdirSync(folder, { recursive: true });
const [demo, browser] = await Promise.all([startDemo(), launchChromium()]);
for (const [device, how] of Object.entries(DEVICES)) {
  for (const colorScheme of ["light", "dark"] as const) {
    const login = demo.logins.find(
      ({ role }) => role === (device === "phone" ? "member" : "admin"),
    );
    const context = await browser.newContext({
      ...how,
      colorScheme,
      deviceScaleFactor: 1,
      locale: "en-GB",
    });
    const page = await context.newPage();
    await page.goto(demo.address);
    await page.getByLabel("Name", { exact: true }).fill(login?.name ?? "");
    await page.getByLabel("Password", { exact: true }).fill(login?.password ?? "");
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.getByRole("progressbar").first().waitFor();
    if (device === "desktop") {
      // Cards by day, rows by night: both are to be seen.
      const look = colorScheme === "light" ? "cards" : "rows";
      await page.goto(`${demo.address}/?everyone=1&look=${look}`);
      await page.getByRole("progressbar").first().waitFor();
    }
    await page.waitForTimeout(LIVE_FOR_MS);
    await page.screenshot({ path: `${folder}${device}-${colorScheme}.png` });
    await context.close();
  }
}
await browser.close();
await demo.stop();
