import { answerQuestions } from "../process-link.ts";
import { Tab, type FirstFrame, type TabOptions } from "./tab.ts";

/** Holds the tabs in a process of its own, so that reading them costs neither the server nor the measuring. */

let tabs: Tab[] = [];

/** What the tabs took in so far. */
export interface TakenIn {
  readonly wireBytes: readonly number[];
  readonly chunks: readonly number[];
}

const commands = {
  /** Opens tabs, some at a time, and waits until each has its whole list. */
  async open(options: readonly TabOptions[], atATime = 5): Promise<readonly FirstFrame[]> {
    const frames: FirstFrame[] = [];
    for (let at = 0; at < options.length; at += atATime) {
      const some = options.slice(at, at + atATime).map((one) => new Tab(one));
      tabs.push(...some);
      frames.push(...(await Promise.all(some.map((tab) => tab.firstFrame))));
    }
    return frames;
  },
  takenIn: (): TakenIn => ({
    wireBytes: tabs.map((tab) => tab.wireBytes),
    chunks: tabs.map((tab) => tab.chunks),
  }),
  /** The first tab keeps what it is told from now on. */
  listen(): void {
    const [tab] = tabs;
    if (tab !== undefined) tab.isListening = true;
  },
  /**
   * When the first tab was first told of each download after it had changed, in milliseconds since the epoch.
   *
   * @param changes by the download's id; when it changed.
   * @returns `null` for those nobody told of.
   */
  toldAt(changes: Readonly<Record<string, number>>): Record<string, number | null> {
    const heard = tabs[0]?.heard ?? [];
    return Object.fromEntries(
      Object.entries(changes).map(([id, changedAt]) => {
        const names = [id.toLowerCase(), id.toUpperCase()];
        const told = heard.find(
          ({ at, text }) => at >= changedAt && names.some((name) => text.includes(name)),
        );
        return [id, told?.at ?? null];
      }),
    );
  },
  closeAll(): void {
    for (const tab of tabs) tab.close();
    tabs = [];
  },
};

export type ViewersCommands = typeof commands;

answerQuestions(commands);
