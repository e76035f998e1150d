import { inspect } from "node:util";

const REDACTED = "[redacted]";

/**
 * A value that must never be printed. Every way of turning it into text by accident (template, JSON, console,
 * logger) gives `[redacted]`; only `reveal()` gives the value, and is called where it is put on the wire.
 */
export class Secret {
  readonly #value: string;

  constructor(value: string) {
    this.#value = value;
  }

  reveal(): string {
    return this.#value;
  }

  toString(): string {
    return REDACTED;
  }

  toJSON(): string {
    return REDACTED;
  }

  [inspect.custom](): string {
    return REDACTED;
  }
}
