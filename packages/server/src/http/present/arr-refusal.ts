import { oneLine } from "../../domain/one-line.ts";

/** A refusal fits in this. */
const MOST_CHARACTERS = 500;

/**
 * What an *arr says about why it refused a call, in one line: of a failed validation each reason, else its message.
 * `null` when it says nothing. Values that were tried are left out. The words may hold secrets: to be masked.
 *
 * Source: Sonarr's error pipeline, see `upstreams/arr`.
 */
export function arrRefusalWords(body: unknown): string | null {
  const reasons = Array.isArray(body)
    ? body.map((failure: unknown) => textIn(failure, "errorMessage"))
    : [textIn(body, "message")];
  const words = oneLine(reasons.filter((reason) => reason !== null).join("; "))
    .slice(0, MOST_CHARACTERS)
    .toWellFormed()
    .trim();
  return words === "" ? null : words;
}

function textIn(value: unknown, name: string): string | null {
  const text: unknown =
    typeof value === "object" && value !== null ? Reflect.get(value, name) : null;
  return typeof text === "string" ? text : null;
}
