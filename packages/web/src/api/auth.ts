import type {
  LoginRequest,
  LoginResponse,
  LogoutResponse,
  MeResponse,
  User,
} from "@sofarr/contract";

import type { ApiClient } from "./client.ts";
import { ApiError } from "./errors.ts";

/**
 * Who is signed in, `null` when nobody is. The server may say so with 401 or with `authenticated: false`.
 *
 * @throws ApiError when it cannot be known.
 */
export async function fetchViewer(api: ApiClient): Promise<User | null> {
  try {
    const answer = await api.get<MeResponse>("api/auth/me");
    return answer.authenticated ? (answer.user ?? null) : null;
  } catch (error) {
    if (error instanceof ApiError && error.reason === "unauthorized") return null;
    throw error;
  }
}

/** @throws ApiError: 401 wrong name or password, 403 disabled or locked, 429, 502 and 503 media server down. */
export async function signIn(api: ApiClient, credentials: LoginRequest): Promise<User> {
  return (await api.postPublic<LoginResponse>("api/auth/login", credentials)).user;
}

/** Ends the session here and at the media server. Someone who is signed out already counts as success. */
export async function signOut(api: ApiClient): Promise<void> {
  try {
    await api.post<LogoutResponse>("api/auth/logout");
  } catch (error) {
    if (error instanceof ApiError && error.reason === "unauthorized") return;
    throw error;
  }
}
