import { STATUS_CODES } from "node:http";
import { ErrorResponse } from "@sofarr/contract";
import type { FastifyContextConfig, FastifySchema } from "fastify";
import type { TSchema } from "typebox";

/** What a route says of itself, as far as the document is concerned. */
export interface DeclaredRoute {
  readonly method: string;
  /** Path below the base path, as Fastify writes it. */
  readonly url: string;
  readonly config: FastifyContextConfig;
  readonly schema: FastifySchema;
}

const JSON_TYPE = "application/json";
const SAFE_METHODS = ["GET", "HEAD", "OPTIONS"];
const MEANING: Readonly<Record<string, string>> = {
  400: "What was sent cannot be used.",
  401: "Nobody is signed in.",
  403: "Not for this person, or the CSRF token is missing or old.",
  404: "There is no such thing.",
  429: "Too many requests from this address.",
  500: "Something went wrong on the server.",
  502: "The service behind it cannot be used.",
  503: "Something it needs is not configured or not there.",
  504: "The service behind it does not answer in time.",
  "4xx": "The request cannot be fulfilled as it is.",
  "5xx": "It could not be done, here or behind.",
};

/**
 * What the document says of an operation: the route's own schema, and what follows from who may call it. Who may call it
 * is said nowhere else, so the document cannot promise what the guards do not keep.
 */
export function describeOperation(route: DeclaredRoute): FastifySchema {
  const { schema, config } = route;
  const words = [schema.description, config.access === "admin" ? "For admins only." : undefined];
  const description = words.filter((word) => word !== undefined).join("\n\n");
  return {
    ...schema,
    operationId: operationIdOf(route),
    ...(description === "" ? {} : { description }),
    security: schema.security ?? securityOf(route),
    response: responsesOf(route),
  };
}

function securityOf(route: DeclaredRoute): readonly Record<string, readonly string[]>[] {
  const needed = {
    ...(isPublic(route) ? {} : { CookieAuth: [] }),
    ...(needsToken(route) ? { CsrfToken: [] } : {}),
  };
  return Object.keys(needed).length === 0 ? [] : [needed];
}

function responsesOf(route: DeclaredRoute): Record<string, object> {
  const { schema, config, url } = route;
  const takesInput = [schema.params, schema.querystring, schema.headers, schema.body].some(
    (input) => input !== undefined,
  );
  const refusals = [
    ...(takesInput ? [400] : []),
    ...(isPublic(route) ? [] : [401]),
    ...(config.access === "admin" || needsToken(route) ? [403] : []),
    ...(url.startsWith("/api/") && config.rateLimit !== false ? [429] : []),
  ];
  const declared: Record<string, TSchema> = { ...(schema.response as object | undefined) };
  for (const status of refusals) declared[status] ??= ErrorResponse;
  return Object.fromEntries(
    Object.entries(declared).map(([status, answer]) => [
      status,
      responseOf(status, answer, schema),
    ]),
  );
}

/** Whatever a route produces, its refusals are JSON. */
function responseOf(status: string, answer: TSchema, { produces }: FastifySchema): object {
  const types = status.startsWith("2") ? (produces ?? [JSON_TYPE]) : [JSON_TYPE];
  const ofAnswer = "description" in answer ? answer.description : undefined;
  return {
    description: ofAnswer ?? MEANING[status] ?? STATUS_CODES[status] ?? status,
    content: Object.fromEntries(types.map((type) => [type, { schema: answer }])),
  };
}

/** The paths of the finished document, as far as they are put right afterwards. */
export type Paths = Readonly<Record<string, Readonly<Record<string, Operation>>>>;

interface Operation {
  readonly requestBody?: {
    required?: boolean;
    readonly content: Readonly<Record<string, { readonly schema?: { readonly anyOf?: unknown } }>>;
  };
}

/** Fastify validates an absent body as null: where null is allowed, there need be none. */
export function letBodiesBeAbsent(paths: Paths): void {
  for (const { requestBody } of Object.values(paths).flatMap((path) => Object.values(path))) {
    const choices = requestBody?.content[JSON_TYPE]?.schema?.anyOf;
    const takesNull = Array.isArray(choices) && choices.some(({ type }) => type === "null");
    if (requestBody !== undefined && takesNull) requestBody.required = false;
  }
}

function isPublic({ config }: DeclaredRoute): boolean {
  return config.access === "public";
}

function needsToken({ method, config }: DeclaredRoute): boolean {
  return !SAFE_METHODS.includes(method) && config.skipsCsrf !== true;
}

/** E.g. `getArrSeriesId` for `GET /api/arr/series/:id`: a name for generators of clients. */
function operationIdOf({ method, url }: DeclaredRoute): string {
  const words = url.replace(/^\/api\//u, "").match(/[A-Za-z0-9]+/gu) ?? [];
  return [
    method.toLowerCase(),
    ...words.map((word) => word[0]?.toUpperCase() + word.slice(1)),
  ].join("");
}
