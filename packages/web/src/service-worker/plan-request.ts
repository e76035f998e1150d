/**
 * How a request is answered.
 *
 * - `page`: from the server, and while that cannot be reached the app's shell, which says so
 * - `file`: from the cache, since it belongs to this build and never changes
 * - `network`: as if there were no service worker
 */
export type RequestPlan = "page" | "file" | "network";

interface PlannedRequest {
  readonly method: string;
  /** Whether the browser wants a page to show. */
  readonly isPage: boolean;
  readonly url: string;
}

/** What is the server's alone: live data, and its own pages below `api/`. Never kept, never answered from a cache. */
const OF_THE_SERVER = /^(api|health|ready)(\/|$)/;

/**
 * @param scope  where the app lives, with a slash at the end.
 * @param files  the app's own files, relative to `scope`.
 */
export function planRequest(
  request: PlannedRequest,
  scope: string,
  files: ReadonlySet<string>,
): RequestPlan {
  if (request.method !== "GET" || !request.url.startsWith(scope)) return "network";
  const path = request.url.slice(scope.length).split(/[?#]/, 1)[0] ?? "";
  if (OF_THE_SERVER.test(path)) return "network";
  if (request.isPage) return "page";
  return files.has(path) || path.startsWith("assets/") ? "file" : "network";
}
