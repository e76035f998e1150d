/**
 * The path sofarr is served under, for the router: `""` at the root, `/media` below a prefix.
 * Source: `<base href>` in index.html, which the server rewrites for `BASE_PATH`.
 */
export function basePath(baseUri: string = document.baseURI): string {
  return new URL(".", baseUri).pathname.replace(/\/$/, "");
}

/** The address of a path on this server, e.g. `api/auth/me` (no leading slash). */
export function serverUrl(path: string, baseUri: string = document.baseURI): string {
  return new URL(path, new URL(".", baseUri)).href;
}

/**
 * The address of an image the server named, or `null` when it is not on this server: such an image would be
 * blocked anyway, and asking for it would tell a stranger what is being watched.
 */
export function ownImageUrl(path: string, baseUri: string = document.baseURI): string | null {
  if (!URL.canParse(path, baseUri)) return null;
  const url = new URL(path, baseUri);
  return url.origin === new URL(baseUri).origin ? url.href : null;
}
