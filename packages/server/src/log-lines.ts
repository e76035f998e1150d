/** One line of a log, as it is handed on. */
export interface LogLine {
  /** Counts from 1; never given twice by one log. */
  readonly seq: number;
  /** JSON. */
  readonly text: string;
}

const MOST_LINES = 1000;

/** The newest lines of a log; the oldest falls out when a new one comes. Whoever follows is told of each. */
export class LogLines {
  readonly #lines: LogLine[] = [];
  readonly #followers = new Set<() => void>();
  #lastSeq = 0;

  add(text: string): void {
    this.#lastSeq += 1;
    this.#lines.push({ seq: this.#lastSeq, text });
    if (this.#lines.length > MOST_LINES) this.#lines.shift();
    for (const follower of this.#followers) follower();
  }

  /** What is left of the lines after this one, oldest first; 0 is before the first. */
  after(seq: number): readonly LogLine[] {
    const first = this.#lines[0]?.seq ?? 0;
    return this.#lines.slice(Math.max(0, seq - first + 1));
  }

  /** Calls after every new line; the returned function ends it. */
  follow(follower: () => void): () => void {
    this.#followers.add(follower);
    return () => {
      this.#followers.delete(follower);
    };
  }
}
