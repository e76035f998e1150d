import { useSyncExternalStore } from "react";

/** As `lg` in the styles: from here on the navigation is part of the header, and a row has room for all it says. */
const wide = matchMedia("(width >= 64rem)");

function subscribe(listener: () => void): () => void {
  wide.addEventListener("change", listener);
  return () => wide.removeEventListener("change", listener);
}

/** Whether the window is as wide as a desktop's. */
export function useIsWide(): boolean {
  return useSyncExternalStore(subscribe, () => wide.matches);
}
