import type { Call } from "./call.ts";

/** What an operation is given, by where it goes. */
export interface Input {
  readonly path?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string | readonly string[]>>;
  readonly headers?: Readonly<Record<string, string>>;
  /** A JSON value. */
  readonly body?: unknown;
  /** Instead of `body`: sent as JSON, whatever it is. */
  readonly rawBody?: string;
}

/** Who calls: what identifies them, and the token for changes. */
export interface Identity {
  readonly cookie: string | null;
  readonly csrfToken: string | null;
}

/**
 * Writes the call.
 *
 * @param operation e.g. `GET /api/x/{id}`.
 */
export function callOf(operation: string, input: Input, identity: Identity): Call {
  const [method = "", template = ""] = operation.split(" ");
  const body = input.rawBody ?? (input.body === undefined ? null : JSON.stringify(input.body));
  const query = new URLSearchParams(
    Object.entries(input.query ?? {}).flatMap(([name, value]) =>
      (typeof value === "string" ? [value] : value).map((one): [string, string] => [name, one]),
    ),
  ).toString();
  const path = template.replaceAll(/\{(\w+)\}/gu, (_all, name: string) =>
    encodeURIComponent((input.path?.[name] ?? "").toWellFormed()),
  );
  return {
    method,
    path: query === "" ? path : `${path}?${query}`,
    body,
    headers: {
      ...(identity.cookie === null ? {} : { cookie: identity.cookie }),
      ...(identity.csrfToken === null ? {} : { "x-csrf-token": identity.csrfToken }),
      ...(body === null ? {} : { "content-type": "application/json" }),
      ...input.headers,
    },
  };
}
