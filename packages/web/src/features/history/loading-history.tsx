import { LoadingTitles } from "../downloads/loading-titles.tsx";
import { HISTORY_GRID } from "./history-style.ts";

/** What came of releases, before it is known. */
export function LoadingHistory() {
  return (
    <LoadingTitles grid={HISTORY_GRID} posterClass="w-18">
      <div className="h-5 w-3/4 rounded-md bg-raised" />
      <div className="h-4 w-1/2 rounded-md bg-raised" />
      <div className="mt-auto h-4 w-2/3 rounded-md bg-raised" />
    </LoadingTitles>
  );
}
