/** One event of a stream as it arrived. */
export interface StreamEvent {
  readonly at: number;
  readonly id: string | null;
  readonly event: string;
  readonly data: string;
}

/** Cuts the text of an event stream into events, as browsers do. Comments are passed over. */
export class EventReader {
  readonly #onEvent: (event: StreamEvent) => void;
  #rest = "";

  constructor(onEvent: (event: StreamEvent) => void) {
    this.#onEvent = onEvent;
  }

  /** Takes the text that came next, wherever it was cut. */
  take(text: string): void {
    const blocks = (this.#rest + text).split("\n\n");
    this.#rest = blocks.pop() ?? "";
    for (const block of blocks) this.#read(block);
  }

  #read(block: string): void {
    const fields = new Map<string, string>();
    for (const line of block.split("\n")) {
      const at = line.indexOf(": ");
      if (at <= 0) continue;
      const name = line.slice(0, at);
      const value = line.slice(at + 2);
      fields.set(name, fields.has(name) ? `${fields.get(name)}\n${value}` : value);
    }
    const data = fields.get("data");
    if (data === undefined) return;
    this.#onEvent({
      at: Date.now(),
      id: fields.get("id") ?? null,
      event: fields.get("event") ?? "message",
      data,
    });
  }
}
