import type { Browser, BrowserContextOptions } from "playwright-core";
import { afterAll, beforeAll } from "vitest";

import { launchChromium } from "./chromium.ts";
import { startHouse, type House } from "./house.ts";
import { arrive, visit, type Place, type Visitor } from "./visitor.ts";

/** A house to come to, and what people come with; both are there while tests run. */
export interface OpenHouse extends Place, Pick<House, "household"> {
  readonly browser: Browser;
  /** See `arrive` in visitor.ts. */
  arrive(path?: string, options?: BrowserContextOptions): Promise<Visitor>;
  /** See `visit` in visitor.ts. */
  visit(who: string, path?: string, options?: BrowserContextOptions): Promise<Visitor>;
}

/**
 * One house and one browser for all tests of the file, or of the block that this is called in.
 *
 * @param how see `startHouse`.
 */
export function openHouse(...how: Parameters<typeof startHouse>): OpenHouse {
  let opened: { readonly house: House; readonly browser: Browser } | null = null;
  const here = (): NonNullable<typeof opened> => {
    if (opened === null) throw new Error("the house is open while tests run, and only then");
    return opened;
  };
  beforeAll(async () => {
    const [house, browser] = await Promise.all([startHouse(...how), launchChromium()]);
    opened = { house, browser };
  });
  afterAll(async () => {
    await opened?.browser.close();
    await opened?.house.stop();
    opened = null;
  });
  return {
    get address() {
      return here().house.address;
    },
    get logins() {
      return here().house.logins;
    },
    get household() {
      return here().house.household;
    },
    get browser() {
      return here().browser;
    },
    arrive: (path, options) => arrive(here().browser, here().house, path, options),
    visit: (who, path, options) => visit(here().browser, here().house, who, path, options),
  };
}
