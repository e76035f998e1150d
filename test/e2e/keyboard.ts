import { fileURLToPath } from "node:url";
import type { Locator, Page } from "playwright-core";

const SCRIPT = fileURLToPath(new URL("in-page-focus.js", import.meta.url));
/** More stops than any screen has between two things; behind it the way is a dead end. */
const MOST_STOPS = 120;

interface Focus {
  /** What has it, in words. */
  readonly name: string;
  /** Why nobody could see it there; `null` when all is well. */
  readonly trouble: string | null;
}

/** Somebody without a mouse. Every step notes where the focus could not be seen or was lost. */
export class Keyboard {
  /** Each a sentence; empty at the end of a good journey. */
  readonly trouble: string[] = [];
  readonly #page: Page;

  private constructor(page: Page) {
    this.#page = page;
  }

  /** To be called before the page goes anywhere. */
  static async at(page: Page): Promise<Keyboard> {
    await page.addInitScript({ path: SCRIPT });
    return new Keyboard(page);
  }

  /** Presses a key and looks where the focus is then. */
  async press(key: string): Promise<void> {
    await this.#page.keyboard.press(key);
    await this.look(`after ${key}`);
  }

  async type(text: string): Promise<void> {
    await this.#page.keyboard.type(text);
    await this.look(`after typing`);
  }

  /** Goes on with Tab (or Shift+Tab) until there. @throws when the way does not lead there. */
  async tabTo(target: Locator, key: "Tab" | "Shift+Tab" = "Tab"): Promise<void> {
    const way: string[] = [];
    for (let stop = 0; stop < MOST_STOPS; stop += 1) {
      await this.#page.keyboard.press(key);
      way.push((await this.look(`on the way to ${String(target)}`)).name);
      if (await isFocused(target)) return;
    }
    throw new Error(`${String(target)} was not on the way: ${way.slice(0, 40).join(", ")}`);
  }

  /** Notes what is wrong with where the focus is now. */
  async look(when: string): Promise<Focus> {
    const focus = await this.#page.evaluate<Focus>("focusNow()");
    if (focus.trouble !== null) this.trouble.push(`${when}: ${focus.trouble}`);
    return focus;
  }
}

export function isFocused(target: Locator): Promise<boolean> {
  return target.evaluateAll((nodes) => nodes.some((node) => node.matches(":focus")));
}
