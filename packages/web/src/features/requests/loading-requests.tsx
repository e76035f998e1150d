import { LoadingTitles } from "../downloads/loading-titles.tsx";
import { REQUEST_GRID } from "./request-style.ts";

/** Requests, before they are known. */
export function LoadingRequests() {
  return (
    <LoadingTitles grid={REQUEST_GRID} posterClass="w-14">
      <div className="h-5 w-3/4 rounded-md bg-raised" />
      <div className="mt-auto h-7 w-1/2 rounded-full bg-raised" />
    </LoadingTitles>
  );
}
