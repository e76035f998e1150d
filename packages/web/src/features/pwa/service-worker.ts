import { serverUrl } from "../../api/base-url.ts";
import { watchPage } from "../../api/page-signals.ts";
import { createCell, type Observable } from "../../state/observable.ts";
import { isOtherBuild } from "./new-version.ts";

/** A page that stays open for days looks for a new build when somebody comes back to it, but not more often. */
const LOOK_AGAIN_AFTER_MS = 60 * 60_000;

const otherBuild = createCell(false);

/** Whether a newer build than the one on the page has been fetched and is ready to be loaded. */
export const hasOtherBuild: Observable<boolean> = otherBuild;

/**
 * Lets the service worker keep the app for when there is no connection. Browsers have none for pages over plain http, and
 * then everything works but that.
 */
export function keepApp(): void {
  if (!("serviceWorker" in navigator)) return;
  const { serviceWorker } = navigator;
  // The very first one brings what is on the page already.
  if (serviceWorker.controller !== null) {
    serviceWorker.addEventListener("controllerchange", () => void compareBuilds());
  }
  void serviceWorker.register(serverUrl("service-worker.js"), { updateViaCache: "none" }).then(
    (registration) => lookNowAndThen(registration),
    () => null, // A private window, or storage is full: not worth a word.
  );
}

function lookNowAndThen(registration: ServiceWorkerRegistration): void {
  let lookedAt = Date.now();
  watchPage((signal) => {
    if (signal === "hidden" || Date.now() - lookedAt < LOOK_AGAIN_AFTER_MS) return;
    lookedAt = Date.now();
    void registration.update().catch(() => null); // Without a connection the next time will do.
  });
}

async function compareBuilds(): Promise<void> {
  const shell = await caches.match(serverUrl("."));
  const script = document.querySelector<HTMLScriptElement>('script[type="module"]')?.src;
  if (shell === undefined || script === undefined) return;
  otherBuild.set(isOtherBuild(await shell.text(), script));
}
