/** As much of an OpenAPI document as the tests read. */
export interface Document {
  readonly openapi: string;
  readonly security?: readonly Requirement[];
  readonly tags?: readonly { readonly name: string }[];
  readonly components?: {
    readonly schemas?: Readonly<Record<string, Schema>>;
    readonly securitySchemes?: Readonly<Record<string, unknown>>;
  };
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
}

export type Requirement = Readonly<Record<string, readonly string[]>>;

export interface Operation {
  readonly operationId?: string;
  readonly summary?: string;
  readonly tags?: readonly string[];
  readonly security?: readonly Requirement[];
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly required?: boolean; readonly content: Content };
  readonly responses: Readonly<
    Record<string, { readonly description?: string; readonly content?: Content }>
  >;
}

export interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly required?: boolean;
  readonly schema: Schema;
}

export type Content = Readonly<Record<string, { readonly schema: Schema }>>;

export interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  /** OpenAPI 3.0's word; in the given contract alone. */
  readonly nullable?: boolean;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly anyOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: boolean | Schema;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly format?: string;
  readonly default?: unknown;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly pattern?: string;
}

const REF = "#/components/schemas/";

/** The name of the component a schema refers to, or `null`. */
export function nameOf(schema: Schema): string | null {
  return schema.$ref?.startsWith(REF) === true ? schema.$ref.slice(REF.length) : null;
}

/** The choices a schema leaves: itself, or the members of its `anyOf`; references followed. */
export function choicesOf(document: Document, schema: Schema): readonly Schema[] {
  const name = nameOf(schema);
  if (name !== null) {
    const component = document.components?.schemas?.[name];
    if (component === undefined) throw new Error(`there is no component ${name}`);
    return choicesOf(document, component);
  }
  return schema.anyOf?.flatMap((choice) => choicesOf(document, choice)) ?? [schema];
}

/** Every operation with its name, e.g. `GET /health`. */
export function operationsOf(document: Document): ReadonlyMap<string, Operation> {
  return new Map(
    Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => [
        `${method.toUpperCase()} ${path}`,
        operation,
      ]),
    ),
  );
}
