/**
 * Schemas that have a name (`title`), gathered while the document is put together. The name is no `$id`: a serialiser
 * that meets the same `$id` twice refuses to be made.
 */
export interface NamedSchemas {
  /** A copy in which every named schema, itself too, is a reference to its place in the document. */
  refer(schema: unknown): unknown;
  /** What was referred to, by name. */
  readonly schemas: Readonly<Record<string, unknown>>;
}

export function createNamedSchemas(): NamedSchemas {
  const schemas: Record<string, unknown> = {};

  function copy(fields: object): object {
    return Object.fromEntries(Object.entries(fields).map(([key, value]) => [key, refer(value)]));
  }

  function refer(schema: unknown): unknown {
    if (typeof schema !== "object" || schema === null) return schema;
    if (Array.isArray(schema)) return schema.map(refer);
    if (!("title" in schema) || typeof schema.title !== "string") return copy(schema);
    const { title, ...fields } = schema;
    schemas[title] ??= copy(fields);
    return { $ref: `#/components/schemas/${title}` };
  }

  return { refer, schemas };
}
