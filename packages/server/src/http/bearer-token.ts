const BEARER = /^bearer +(\S+) *$/iu;

/** A token as `Authorization: Bearer` carries it; `null` when the header is not there or of another kind. */
export function bearerTokenIn(header: string | undefined): string | null {
  return BEARER.exec(header ?? "")?.[1] ?? null;
}
