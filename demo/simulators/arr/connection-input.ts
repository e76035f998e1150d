import type { ArrConnection } from "./arr-nouns.ts";
import type { ArrWorld } from "./arr-world.ts";
import { MASK } from "./connection-resource.ts";

/** One line of a 400 answer, as the *arrs send them in an array. */
export interface ValidationFailure {
  readonly isWarning: boolean;
  readonly propertyName: string;
  readonly errorMessage: string;
  readonly attemptedValue?: unknown;
  readonly severity: "error";
}

export function validationFailure(
  propertyName: string,
  errorMessage: string,
  attemptedValue?: unknown,
): ValidationFailure {
  return { isWarning: false, propertyName, errorMessage, attemptedValue, severity: "error" };
}

/**
 * Reads a posted connection the way the *arrs do: names without case, members and fields this version does not
 * know dropped without a word, missing ones at their defaults.
 *
 * @param stored the connection that is being replaced, whose password a mask stands for; `null` on creation.
 * @returns the connection, or "broken" for what makes the real app fall over (a 500): another implementation than
 *   the webhook, or no list of tags.
 */
export function readConnection(
  world: ArrWorld,
  input: Readonly<Record<string, unknown>>,
  stored: ArrConnection | null,
): ArrConnection | "broken" {
  const body = withLowerNames(input);
  const { tags } = body;
  if (body["implementation"] !== "Webhook" || !Array.isArray(tags)) return "broken";
  if (body["configcontract"] !== "WebhookSettings") return "broken";
  const fields = readFields(body["fields"]);
  const password = text(fields["password"]);
  return {
    id: stored?.id ?? 0,
    name: text(body["name"]),
    flags: Object.fromEntries(
      world.features.connectionFlags.map((name) => [name, body[name.toLowerCase()] === true]),
    ),
    includeHealthWarnings: body["includehealthwarnings"] === true,
    tags: tags.filter((tag) => typeof tag === "number"),
    url: text(fields["url"]),
    method: Number(fields["method"] ?? 1),
    username: text(fields["username"]),
    password: password === MASK && stored !== null ? stored.password : password,
    headers: world.features.hasWebhookHeaders ? readHeaders(fields["headers"]) : [],
  };
}

/** Everything that is refused before the live test. */
export function validateConnection(
  world: ArrWorld,
  connection: ArrConnection,
): ValidationFailure[] {
  const failures: ValidationFailure[] = [];
  const { name, url } = connection;
  if (name.trim() === "") {
    failures.push(validationFailure("Name", "'Name' must not be empty.", name));
  }
  const isTaken = world.connections.some(
    (other) => other.id !== connection.id && other.name.toLowerCase() === name.toLowerCase(),
  );
  if (isTaken) failures.push(validationFailure("Name", "Should be unique", name));
  if (!/^https?:\/\/[^/]+/i.test(url)) {
    failures.push(validationFailure("Url", "A valid URL is needed", url));
  }
  return failures;
}

function readFields(fields: unknown): Record<string, unknown> {
  const list = Array.isArray(fields) ? (fields as Record<string, unknown>[]) : [];
  return Object.fromEntries(
    list.map((field) => withLowerNames(field)).map((one) => [text(one["name"]), one["value"]]),
  );
}

function readHeaders(value: unknown): { key: string; value: string }[] {
  const list = Array.isArray(value) ? (value as Record<string, unknown>[]) : [];
  return list
    .map((header) => withLowerNames(header))
    .map((header) => ({ key: text(header["key"]), value: text(header["value"]) }));
}

function withLowerNames(record: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(record).map(([name, value]) => [name.toLowerCase(), value]),
  );
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}
