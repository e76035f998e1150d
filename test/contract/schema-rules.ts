import type { Document } from "./document.ts";

/** A schema of which nothing is known yet. */
type Unchecked = Readonly<Record<string, unknown>>;

const TYPES = ["object", "array", "string", "number", "integer", "boolean", "null"];
const IS_TEXT = (value: unknown): boolean => typeof value === "string";
const IS_NUMBER = (value: unknown): boolean => typeof value === "number";
const IS_COUNT = (value: unknown): boolean => Number.isInteger(value) && Number(value) >= 0;
const IS_FILLED_LIST = (value: unknown): boolean => Array.isArray(value) && value.length > 0;
const IS_ANYTHING = (): boolean => true;

/** The keywords of JSON Schema 2020-12 that we use, and what each may be. Anything else is a mistake or of OpenAPI 3.0. */
const KEYWORDS: Readonly<Record<string, (value: unknown) => boolean>> = {
  $ref: IS_TEXT,
  type: (value) =>
    IS_FILLED_LIST([value].flat()) && [value].flat().every((type) => TYPES.includes(String(type))),
  enum: (value) =>
    IS_FILLED_LIST(value) && new Set(value as unknown[]).size === [value].flat().length,
  const: IS_ANYTHING,
  anyOf: IS_FILLED_LIST,
  properties: (value) => isSchema(value) && Object.values(value).every(isSchema),
  required: (value) => Array.isArray(value) && value.every(IS_TEXT),
  additionalProperties: (value) => typeof value === "boolean" || isSchema(value),
  items: (value) => isSchema(value),
  title: IS_TEXT,
  description: IS_TEXT,
  default: IS_ANYTHING,
  format: IS_TEXT,
  pattern: (value) => typeof value === "string" && isExpression(value),
  minimum: IS_NUMBER,
  maximum: IS_NUMBER,
  minLength: IS_COUNT,
  maxLength: IS_COUNT,
  minItems: IS_COUNT,
  maxItems: IS_COUNT,
};

/**
 * What is wrong with a schema and everything in it.
 *
 * @param at where it is, to begin every line with.
 */
export function problemsInSchema(document: Document, at: string, schema: unknown): string[] {
  if (!isSchema(schema)) return [`${at}: is no schema`];
  const properties = isSchema(schema["properties"]) ? schema["properties"] : {};
  const { $ref, required, type, items, anyOf, additionalProperties } = schema;
  const choices = Array.isArray(anyOf) ? (anyOf as readonly unknown[]) : [];
  return [
    ...Object.entries(schema)
      .filter(([keyword, value]) => !isAllowed(keyword, value))
      .map(([keyword, value]) => `${at}: ${keyword} may not be ${JSON.stringify(value)}`),
    ...($ref === undefined ? [] : problemsInReference(document, at, schema)),
    ...(type === "array" && items === undefined ? [`${at}: does not say what is in the list`] : []),
    ...(Array.isArray(required)
      ? required.filter((name) => !(String(name) in properties))
      : []
    ).map((name) => `${at}: requires ${String(name)}, which it does not describe`),
    ...Object.entries(properties).flatMap(([name, one]) =>
      problemsInSchema(document, `${at}.${name}`, one),
    ),
    ...choices.flatMap((one) => problemsInSchema(document, at, one)),
    ...(items === undefined ? [] : problemsInSchema(document, `${at}[]`, items)),
    ...(isSchema(additionalProperties)
      ? problemsInSchema(document, `${at}.*`, additionalProperties)
      : []),
  ];
}

function problemsInReference(document: Document, at: string, schema: Unchecked): string[] {
  const reference = String(schema["$ref"]);
  const name = /^#\/components\/schemas\/(\w+)$/u.exec(reference)?.[1];
  const isThere = name !== undefined && name in (document.components?.schemas ?? {});
  return isThere ? [] : [`${at}: ${reference} leads nowhere`];
}

function isAllowed(keyword: string, value: unknown): boolean {
  return keyword.startsWith("x-") || (KEYWORDS[keyword]?.(value) ?? false);
}

function isSchema(value: unknown): value is Unchecked {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isExpression(text: string): boolean {
  try {
    return new RegExp(text, "u") instanceof RegExp;
  } catch {
    return false;
  }
}
