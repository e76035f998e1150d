import type { ArrSimulator } from "./arr-simulator.ts";

/** Parsed JSON a test may reach into; what is not there is undefined and fails the expectation. */
export interface Json {
  readonly [name: string]: Json | undefined;
}

/** An answer as a test looks at it: `body` is the parsed JSON, or the text when it is none. */
export interface Asked {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Json;
}

/** The rows of an answer: the list itself, or the records of a page. @throws when it is neither. */
export function rowsOf({ body }: Asked): readonly Json[] {
  const rows: unknown = Array.isArray(body) ? body : body.records;
  if (!Array.isArray(rows)) throw new Error("The answer holds no rows");
  return rows as Json[];
}

/** The first row. @throws when there is none. */
export function firstRow(answer: Asked): Json {
  const [row] = rowsOf(answer);
  if (row === undefined) throw new Error("The answer holds no row");
  return row;
}

export interface AskOptions {
  readonly method?: string;
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
}

/** Asks a simulated *arr over HTTP, with its key unless other headers are given. Redirects are not followed. */
export async function ask(
  arr: ArrSimulator,
  path: string,
  options: AskOptions = {},
): Promise<Asked> {
  const response = await fetch(arr.url + path, {
    method: options.method ?? "GET",
    headers: options.headers ?? { "x-api-key": arr.apiKey },
    redirect: "manual",
    ...(options.body === undefined ? {} : { body: JSON.stringify(options.body) }),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: parse(text) };
}

function parse(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return text as unknown as Json;
  }
}
