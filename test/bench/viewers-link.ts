import { ProcessLink } from "../process-link.ts";
import { forkBeside } from "./fork-beside.ts";
import type { ViewersCommands } from "./viewers-process.ts";

/** The measuring process's end of the line to the process with the tabs. */
export class ViewersLink extends ProcessLink<ViewersCommands> {
  constructor() {
    super(forkBeside("viewers-process.ts"));
  }

  /** What the first tab took in over its connection so far. */
  async firstTabBytes(): Promise<number> {
    return (await this.ask("takenIn")).wireBytes[0] ?? 0;
  }

  /** What all tabs took in so far. */
  async allBytes(): Promise<number> {
    const { wireBytes } = await this.ask("takenIn");
    return wireBytes.reduce((sum, bytes) => sum + bytes, 0);
  }

  /**
   * How long it took after each change until the first tab was told; it must have been listening before.
   *
   * @param changedAt by the download's id; milliseconds since the epoch.
   * @throws when nobody told of one.
   */
  async delaysOf(changedAt: ReadonlyMap<string, number>): Promise<readonly number[]> {
    const toldAt = await this.ask("toldAt", Object.fromEntries(changedAt));
    return [...changedAt].map(([id, at]) => {
      const told = toldAt[id];
      if (told === undefined || told === null) throw new Error(`nobody told of ${id}`);
      return told - at;
    });
  }
}
