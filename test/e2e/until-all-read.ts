import { setTimeout as sleep } from "node:timers/promises";

import type { Household } from "../../demo/household/index.ts";
import { Browser } from "../journeys/browser.ts";

const ASK_EVERY_MS = 100;
const READ_WITHIN_MS = 60_000;

/**
 * Waits until the server has read every source once: what a visitor finds then is all there is, also where the machine
 * is busy and the first page would be shown without the slowest.
 *
 * @throws when it has not within a minute.
 */
export async function untilAllRead(address: string, logins: Household["logins"]): Promise<void> {
  const admin = logins.find(({ role }) => role === "admin");
  const browser = new Browser(address);
  await browser.login(admin?.name ?? "", admin?.password ?? "");
  const deadline = Date.now() + READ_WITHIN_MS;
  for (;;) {
    const { sources } = await browser.downloads();
    if (sources.every(({ state }) => state === "ok")) return;
    if (Date.now() > deadline) throw new Error(`not all is read: ${JSON.stringify(sources)}`);
    await sleep(ASK_EVERY_MS);
  }
}
