import type { Grab, QueueRecord } from "../../domain/arr-reading.ts";

/** A queue row that is gone, as history will tell of it. */
interface Departed {
  readonly grab: Grab;
  readonly rowId: number;
  /** How many times history had been asked when it went: only what is asked later must know of it. */
  readonly atLoad: number;
}

/** More than go while history cannot be read for a long time. */
const MOST_KEPT = 500;

/**
 * Queue rows that went before history was heard to tell of their grab. An import takes the row away, and from then on only
 * history says whose the download is: while that cannot be read, what the row said holds.
 */
export class Departures {
  #departed: readonly Departed[] = [];
  #joined: readonly [readonly Grab[], readonly Departed[], readonly Grab[]] | null = null;

  /** Rows whose grab history has to be asked for, all of it. */
  get rowIds(): ReadonlySet<number> {
    return new Set(this.#departed.map(({ rowId }) => rowId));
  }

  /**
   * Notes which rows went from one reading of the queue to the next.
   *
   * @param loads how often history was asked for until now.
   */
  note(
    before: readonly QueueRecord[],
    queue: readonly QueueRecord[],
    loads: number,
    now: number,
  ): void {
    if (queue === before) return;
    const queued = keysIn(queue);
    const went = before.filter((row) => row.joinKeys.length > 0 && !shares(row, queued));
    if (went.length === 0) return;
    const departed = went.map((row) => departedFrom(row, loads, now));
    this.#departed = [...departed, ...this.#departed].slice(0, MOST_KEPT);
  }

  /**
   * Lets go of those that history has the say on, and of those that are back.
   *
   * @param fromLoad which asking the grabs are from.
   */
  settle(queue: readonly QueueRecord[], grabs: readonly Grab[], fromLoad: number): void {
    if (this.#departed.length === 0) return;
    const known = new Set([...keysIn(queue), ...keysIn(grabs)]);
    const open = this.#departed.filter(
      ({ grab, atLoad }) => fromLoad <= atLoad && !shares(grab, known),
    );
    if (open.length !== this.#departed.length) this.#departed = open;
  }

  /** History, and what it will say of the rows that went; the same list while neither changes. */
  joinedTo(grabs: readonly Grab[]): readonly Grab[] {
    if (this.#departed.length === 0) return grabs;
    if (this.#joined?.[0] !== grabs || this.#joined[1] !== this.#departed) {
      this.#joined = [grabs, this.#departed, [...this.#departed.map(({ grab }) => grab), ...grabs]];
    }
    return this.#joined[2];
  }
}

function departedFrom(row: QueueRecord, atLoad: number, now: number): Departed {
  const { joinKeys, releaseTitle, titleId, episode, quality, indexer, addedAt } = row;
  const at = addedAt ?? now;
  const grab = { joinKeys, releaseTitle, titleId, episode, quality, indexer, at };
  return { grab, rowId: row.id, atLoad };
}

function keysIn(all: readonly Pick<Grab, "joinKeys">[]): ReadonlySet<string> {
  return new Set(all.flatMap(({ joinKeys }) => joinKeys));
}

function shares({ joinKeys }: Pick<Grab, "joinKeys">, keys: ReadonlySet<string>): boolean {
  return joinKeys.some((key) => keys.has(key));
}
