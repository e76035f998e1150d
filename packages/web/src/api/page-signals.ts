/** What the browser says about the page that concerns a long-lived connection. */
export type PageSignal = "hidden" | "visible" | "online";

/** Listens until the returned function is called. */
export type WatchPage = (onSignal: (signal: PageSignal) => void) => () => void;

/** The real page, which may be hidden from the start. `pageshow` covers a page that comes back from the back/forward cache. */
export const watchPage: WatchPage = (onSignal) => {
  const listening = new AbortController();
  const options = { signal: listening.signal };
  document.addEventListener(
    "visibilitychange",
    () => onSignal(document.visibilityState === "hidden" ? "hidden" : "visible"),
    options,
  );
  addEventListener("pageshow", (event) => event.persisted && onSignal("visible"), options);
  addEventListener("online", () => onSignal("online"), options);
  if (document.visibilityState === "hidden") onSignal("hidden");
  return () => listening.abort();
};
