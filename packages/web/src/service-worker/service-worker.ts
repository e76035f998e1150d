import { APP_FILES, APP_MARK } from "./app-files.ts";
import { planRequest } from "./plan-request.ts";
import type { WorkerScope } from "./worker-scope.ts";

/**
 * Keeps the app itself, so that it opens without a connection and says what is going on. It keeps no data: nothing below
 * `api/` ever passes through here. A new build takes over at once; a page of the build before finds its files for as
 * long as it is open, since one older cache stays.
 */
declare const self: WorkerScope;

const CACHE_PREFIX = "sofarr-app-";
const CACHE = CACHE_PREFIX + APP_MARK;
/** The one in use and the one before. */
const KEPT_CACHES = 2;
/** The page's own address is the scope itself: the server answers every page with the same document. */
const SHELL = self.registration.scope;
/** A server that takes longer than this for a small document is not there, as far as a person can tell. */
const SHELL_AFTER_MS = 5_000;
/** What a proxy says while sofarr itself is down. */
const DOWN = new Set([502, 503, 504]);
const files = new Set(APP_FILES);

self.addEventListener("install", (event) => {
  event.waitUntil(keepApp());
});
self.addEventListener("activate", (event) => {
  event.waitUntil(forgetOldBuilds());
});
self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { method, url, mode } = request;
  const plan = planRequest({ method, url, isPage: mode === "navigate" }, SHELL, files);
  if (plan === "page") event.respondWith(answerPage(request));
  if (plan === "file") event.respondWith(answerFile(request));
});

async function keepApp(): Promise<void> {
  const cache = await caches.open(CACHE);
  // Past the browser's own cache, which may hold files of the build before.
  await cache.addAll(
    [SHELL, ...APP_FILES.map((name) => new URL(name, SHELL).href)].map(
      (url) => new Request(url, { cache: "reload" }),
    ),
  );
  await self.skipWaiting();
}

async function forgetOldBuilds(): Promise<void> {
  const ours = (await caches.keys()).filter((name) => name.startsWith(CACHE_PREFIX));
  await Promise.all(ours.slice(0, -KEPT_CACHES).map((name) => caches.delete(name)));
  await self.clients.claim();
}

async function answerPage(request: Request): Promise<Response> {
  const shell = (await caches.open(CACHE)).match(SHELL);
  try {
    const answer = await fetch(request, { signal: AbortSignal.timeout(SHELL_AFTER_MS) });
    return DOWN.has(answer.status) ? ((await shell) ?? answer) : answer;
  } catch (error) {
    const kept = await shell;
    if (kept === undefined) throw error;
    return kept;
  }
}

async function answerFile(request: Request): Promise<Response> {
  return (await caches.match(request, { ignoreSearch: true })) ?? fetch(request);
}
