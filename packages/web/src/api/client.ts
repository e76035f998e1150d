import type { CsrfResponse, ErrorResponse } from "@sofarr/contract";

import { ApiError, reasonForStatus } from "./errors.ts";

/** Hardly a call of ours takes this long unless the line is dead. */
const DEADLINE_MS = 20_000;

/** Calls to the server, typed by the contract. Every failure is an `ApiError`. */
export interface ApiClient {
  get<Answer>(path: string): Promise<Answer>;
  /** Hears whether the server would answer, and hangs up: for answers that have no end. */
  knock(path: string): Promise<void>;
  /**
   * Sends `body` as JSON with the CSRF token.
   *
   * @param deadlineMs  for work that takes the server long; usually left out.
   */
  post<Answer>(path: string, body?: unknown, deadlineMs?: number): Promise<Answer>;
  /** The same without a token: for signing in, when there is no session it could belong to. */
  postPublic<Answer>(path: string, body: unknown): Promise<Answer>;
}

export interface ApiClientDeps {
  readonly fetch: typeof fetch;
  /** Address of a path such as `api/auth/me`. */
  readonly resolve: (path: string) => string;
  /** The token out of the readable cookie, `null` when there is none yet. */
  readonly csrfToken: () => string | null;
}

/** Creates the client. It keeps no state: session and token live in cookies. */
export function createApiClient(deps: ApiClientDeps): ApiClient {
  async function call<Answer>(path: string, init: RequestInit): Promise<Answer> {
    const response = await send(path, init);
    if (!response.ok) throw await errorFrom(response);
    return readJson<Answer>(response);
  }

  async function send(path: string, init: RequestInit): Promise<Response> {
    try {
      return await deps.fetch(deps.resolve(path), {
        credentials: "same-origin",
        signal: AbortSignal.timeout(DEADLINE_MS),
        ...init,
      });
    } catch (cause) {
      throw new ApiError("unreachable", "The server did not answer.", { cause });
    }
  }

  async function csrfHeader(): Promise<Record<string, string>> {
    const token =
      deps.csrfToken() ?? (await call<CsrfResponse>("api/auth/csrf", { method: "GET" })).csrfToken;
    return { "X-CSRF-Token": token };
  }

  return {
    get: (path) => call(path, { method: "GET" }),
    knock: async (path) => {
      const response = await send(path, { method: "GET" });
      if (!response.ok) throw await errorFrom(response);
      await response.body?.cancel();
    },
    post: async (path, body = {}, deadlineMs = DEADLINE_MS) =>
      call(path, {
        ...jsonPost(body, await csrfHeader()),
        signal: AbortSignal.timeout(deadlineMs),
      }),
    postPublic: (path, body) => call(path, jsonPost(body, {})),
  };
}

function jsonPost(body: unknown, headers: Record<string, string>): RequestInit {
  return {
    method: "POST",
    headers: { "Content-Type": "application/json", ...headers },
    body: JSON.stringify(body),
  };
}

async function readJson<Answer>(response: Response): Promise<Answer> {
  try {
    return (await response.json()) as Answer;
  } catch (cause) {
    throw new ApiError("unexpected", "The server's answer could not be read.", {
      status: response.status,
      cause,
    });
  }
}

async function errorFrom(response: Response): Promise<ApiError> {
  const body = (await response.json().catch(() => null)) as Partial<ErrorResponse> | null;
  const message = typeof body?.error === "string" ? body.error : "";
  return new ApiError(reasonForStatus(response.status), message, {
    status: response.status,
    retryAfterSeconds: readRetryAfter(response.headers.get("Retry-After")),
    answer: body,
  });
}

/** Our server sends seconds; the date form of the header is not used. */
function readRetryAfter(header: string | null): number | null {
  const seconds = header === null ? Number.NaN : Number(header);
  return Number.isFinite(seconds) && seconds >= 0 ? seconds : null;
}
