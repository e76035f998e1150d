import { describe, expect, it } from "vitest";

import { fetchViewer, signIn, signOut } from "./auth.ts";
import { createApiClient, type ApiClient } from "./client.ts";
import { ApiError } from "./errors.ts";

interface Sent {
  readonly url: string;
  readonly method: string;
  readonly csrf: string | null;
  readonly body: string | null;
}

/** A client whose server answers each path with one prepared response; everything sent is kept. */
function clientWith(
  answers: Record<string, () => Response | Promise<Response>>,
  csrfToken: string | null = "cookie-token",
): { api: ApiClient; sent: Sent[] } {
  const sent: Sent[] = [];
  const api = createApiClient({
    resolve: (path) => `https://box.example/sofarr/${path}`,
    csrfToken: () => csrfToken,
    fetch: async (input, init) => {
      const url = input instanceof Request ? input.url : input.toString();
      sent.push({
        url,
        method: init?.method ?? "GET",
        csrf: new Headers(init?.headers).get("X-CSRF-Token"),
        body: typeof init?.body === "string" ? init.body : null,
      });
      const answer = answers[url.replace("https://box.example/sofarr/", "")];
      if (answer === undefined) throw new TypeError("no such server");
      return answer();
    },
  });
  return { api, sent };
}

const json =
  (body: unknown, status = 200, headers: Record<string, string> = {}) =>
  () =>
    Response.json(body, { status, headers });

async function failureOf(promise: Promise<unknown>): Promise<ApiError> {
  const error = await promise.then(
    () => new Error("it did not fail"),
    (cause: unknown) => cause,
  );
  if (error instanceof ApiError) return error;
  throw error;
}

describe("the API client", () => {
  it("sends changes with the token of the readable cookie", async () => {
    const { api, sent } = clientWith({ "api/auth/logout": json({ success: true }) });
    await signOut(api);
    expect(sent).toEqual([
      {
        url: "https://box.example/sofarr/api/auth/logout",
        method: "POST",
        csrf: "cookie-token",
        body: "{}",
      },
    ]);
  });

  it("asks for a token first when the cookie is gone", async () => {
    const { api, sent } = clientWith(
      {
        "api/auth/csrf": json({ csrfToken: "fresh-token" }),
        "api/auth/logout": json({ success: true }),
      },
      null,
    );
    await signOut(api);
    expect(sent.map((call) => call.csrf)).toEqual([null, "fresh-token"]);
  });

  it("signs in without a token and hands out the person", async () => {
    const user = { id: "1", name: "Ada", isAdmin: false };
    const { api, sent } = clientWith(
      { "api/auth/login": json({ success: true, user, csrfToken: "t" }) },
      null,
    );
    await expect(signIn(api, { username: "ada", password: "pw" })).resolves.toEqual(user);
    expect(sent).toHaveLength(1);
    expect(sent[0]?.body).toBe('{"username":"ada","password":"pw"}');
  });

  it.each([
    [400, "invalid"],
    [401, "unauthorized"],
    [403, "forbidden"],
    [429, "too-many"],
    [502, "upstream-down"],
    [503, "upstream-down"],
    [500, "unexpected"],
    [404, "unexpected"],
  ] as const)("turns status %i into %s and keeps the server's sentence", async (status, reason) => {
    const { api } = clientWith({ "api/x": json({ error: "Because of this." }, status) });
    const error = await failureOf(api.get("api/x"));
    expect(error).toMatchObject({ reason, status, message: "Because of this." });
  });

  it("keeps how long to wait", async () => {
    const { api } = clientWith({
      "api/x": json({ error: "Slow down." }, 429, { "Retry-After": "90" }),
    });
    expect((await failureOf(api.get("api/x"))).retryAfterSeconds).toBe(90);
  });

  it("survives a failure whose body is no JSON", async () => {
    const { api } = clientWith({ "api/x": () => new Response("<html>", { status: 502 }) });
    expect(await failureOf(api.get("api/x"))).toMatchObject({
      reason: "upstream-down",
      message: "",
      retryAfterSeconds: null,
    });
  });

  it("calls a server that does not answer unreachable", async () => {
    const { api } = clientWith({});
    expect(await failureOf(api.get("api/x"))).toMatchObject({
      reason: "unreachable",
      status: null,
    });
  });

  it("calls a success that is no JSON unexpected", async () => {
    const { api } = clientWith({ "api/x": () => new Response("<html>") });
    expect(await failureOf(api.get("api/x"))).toMatchObject({ reason: "unexpected", status: 200 });
  });
});

describe("who is signed in", () => {
  it("is nobody on 401, and nobody when the answer says so", async () => {
    const refused = clientWith({ "api/auth/me": json({ error: "Sign in." }, 401) });
    const anonymous = clientWith({ "api/auth/me": json({ authenticated: false }) });
    await expect(fetchViewer(refused.api)).resolves.toBeNull();
    await expect(fetchViewer(anonymous.api)).resolves.toBeNull();
  });

  it("is the person the server names", async () => {
    const user = { id: "1", name: "Ada", isAdmin: true };
    const { api } = clientWith({ "api/auth/me": json({ authenticated: true, user }) });
    await expect(fetchViewer(api)).resolves.toEqual(user);
  });

  it("is unknown, not nobody, when the server fails", async () => {
    const { api } = clientWith({ "api/auth/me": json({ error: "Oops." }, 500) });
    expect((await failureOf(fetchViewer(api))).reason).toBe("unexpected");
  });

  it("counts signing out while signed out as success", async () => {
    const { api } = clientWith({ "api/auth/logout": json({ error: "Sign in." }, 401) });
    await expect(signOut(api)).resolves.toBeUndefined();
  });
});
