/** Schemas that have a name (`$id`), gathered while the document is put together. */
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
    if (!("$id" in schema) || typeof schema.$id !== "string") return copy(schema);
    const { $id, ...fields } = schema;
    // Also breaks a circle: a schema that refers to itself finds its name taken.
    if (!($id in schemas)) {
      schemas[$id] = null;
      schemas[$id] = copy(fields);
    }
    return { $ref: `#/components/schemas/${$id}` };
  }

  return { refer, schemas };
}
