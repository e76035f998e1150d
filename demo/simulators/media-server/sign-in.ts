import type { SeenRequest } from "../simulator-server.ts";
import type { AccountBook, MediaSession } from "./account-book.ts";
import { isComplete, readIdentity, type ClientIdentity } from "./client-header.ts";
import type { MediaServerFeatures, MediaServerKind } from "./media-server-version.ts";

/** How a sign-in ended: a session, or the status it was refused with. */
export type SignInOutcome = { readonly session: MediaSession } | { readonly status: number };

/** What was tried; "" where it could not be read. */
export interface SignInInput {
  readonly username: string;
  readonly password: string;
  readonly identity: ClientIdentity;
  /** The status for input nobody can sign in with, or `null`. */
  readonly refusal: number | null;
  /** The status for a right name and password all the same, or `null`. */
  readonly lateRefusal: number | null;
}

/** Reads the client header and the body. `pw` in lower case is Emby's alone. */
export function readSignIn(
  kind: MediaServerKind,
  features: MediaServerFeatures,
  request: SeenRequest,
): SignInInput {
  const body = readBody(request.body);
  const username = body?.["Username"];
  const password = body?.["Pw"] ?? (kind === "emby" ? body?.["pw"] : undefined) ?? "";
  const identity = readIdentity(features, request);
  const isJson = /^application\/json\b/i.test(request.headers["content-type"] ?? "");
  const isNamed = typeof username === "string" && username !== "";
  const isUsable = isNamed && (isComplete(identity) || features.looksAtNameFirst);
  return {
    username: typeof username === "string" ? username : "",
    password: typeof password === "string" ? password : "",
    identity,
    refusal: kind === "jellyfin" && !isJson ? 415 : isUsable ? null : 400,
    lateRefusal: isComplete(identity) ? null : 400,
  };
}

/**
 * Decides as the servers do: a wrong name and a wrong password look alike (401), and a disabled account is
 * refused (403) whatever the password. Wrong passwords count towards the lock-out.
 */
export function signIn(book: AccountBook, input: SignInInput): SignInOutcome {
  if (input.refusal !== null) return { status: input.refusal };
  const user = book.userByName(input.username);
  if (user === undefined) return { status: 401 };
  if (user.isDisabled) return { status: 403 };
  if (user.password !== input.password) {
    book.countFailure(user);
    return { status: 401 };
  }
  if (input.lateRefusal !== null) return { status: input.lateRefusal };
  return { session: book.openSession(user, input.identity) };
}

function readBody(text: string): Record<string, unknown> | null {
  try {
    const body: unknown = JSON.parse(text);
    return typeof body === "object" && body !== null ? { ...body } : null;
  } catch {
    return null;
  }
}
