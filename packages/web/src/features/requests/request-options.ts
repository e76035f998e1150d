import type { RequestsWish } from "../../api/requests.ts";

export const TYPES = ["movie", "tv"] as const;
export const STATUSES = ["pending", "approved", "available", "denied"] as const;
export const SORTS = [
  "requestedDate_desc",
  "requestedDate_asc",
  "title_asc",
  "title_desc",
] as const;

/** What a person chose to see of the requests. Lives in the URL, and is what the server is asked. */
export type RequestOptions = RequestsWish;

export const DEFAULT_OPTIONS: RequestOptions = {
  type: null,
  status: null,
  sort: "requestedDate_desc",
  query: "",
  everyone: false,
};

/** Reads the options out of a URL's search part. What it does not understand is as if it were not there. */
export function parseRequestOptions(search: string): RequestOptions {
  const params = new URLSearchParams(search);
  return {
    type: oneOf(TYPES, params.get("type")),
    status: oneOf(STATUSES, params.get("status")),
    sort: oneOf(SORTS, params.get("sort")) ?? DEFAULT_OPTIONS.sort,
    query: params.get("q") ?? "",
    everyone: params.get("everyone") === "1",
  };
}

/** The shortest search part that says the same, without `?`. */
export function printRequestOptions(options: RequestOptions): string {
  const params = new URLSearchParams();
  if (options.query !== "") params.set("q", options.query);
  if (options.type !== null) params.set("type", options.type);
  if (options.status !== null) params.set("status", options.status);
  if (options.sort !== DEFAULT_OPTIONS.sort) params.set("sort", options.sort);
  if (options.everyone) params.set("everyone", "1");
  return params.toString();
}

/** Whether something is hidden by choice. */
export function isNarrowed(options: RequestOptions): boolean {
  return options.query.trim() !== "" || options.type !== null || options.status !== null;
}

function oneOf<T extends string>(values: readonly T[], value: string | null): T | null {
  return values.find((candidate) => candidate === value) ?? null;
}
