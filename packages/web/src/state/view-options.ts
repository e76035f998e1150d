import { GROUPS, type Group } from "./groups.ts";

export const SORTS = ["newest", "soonest", "title"] as const;

export type Sort = (typeof SORTS)[number];

export const LOOKS = ["cards", "rows"] as const;

/** Cards for those who look for their own; rows, where there is room, for those who look after everyone's. */
export type Look = (typeof LOOKS)[number];

/** Stands for "those that are nobody's" where a person is named; nobody's name is empty. */
export const NOBODY = "";

/** What a person chose to see. Lives in the URL, so that it survives a reload and can be sent to somebody. */
export interface ViewOptions {
  readonly query: string;
  /** A download client's instance id, `null` = all. */
  readonly client: string | null;
  readonly group: Group | null;
  readonly sort: Sort;
  /** Everybody's downloads; the server grants it to admins alone. */
  readonly everyone: boolean;
  /** Whose, among everybody's: a name, or `NOBODY`; `null` = all. */
  readonly person: string | null;
  /** `null` = as it is usual for whose downloads are shown, see `lookOf`. */
  readonly look: Look | null;
}

export const DEFAULT_VIEW: ViewOptions = {
  query: "",
  client: null,
  group: null,
  sort: "newest",
  everyone: false,
  person: null,
  look: null,
};

/** Reads the options out of a URL's search part. What it does not understand is as if it were not there. */
export function parseView(search: string): ViewOptions {
  const params = new URLSearchParams(search);
  const everyone = params.get("everyone") === "1";
  return {
    query: params.get("q") ?? "",
    client: params.get("client") || null,
    group: oneOf(GROUPS, params.get("state")),
    sort: oneOf(SORTS, params.get("sort")) ?? DEFAULT_VIEW.sort,
    everyone,
    person: everyone ? params.get("person") : null,
    look: oneOf(LOOKS, params.get("look")),
  };
}

/** The shortest search part that says the same, without `?`; defaults are left out. */
export function printView(view: ViewOptions): string {
  const params = new URLSearchParams();
  if (view.query !== "") params.set("q", view.query);
  if (view.client !== null) params.set("client", view.client);
  if (view.group !== null) params.set("state", view.group);
  if (view.sort !== DEFAULT_VIEW.sort) params.set("sort", view.sort);
  if (view.everyone) params.set("everyone", "1");
  if (view.everyone && view.person !== null) params.set("person", view.person);
  if (view.look !== null) params.set("look", view.look);
  return params.toString();
}

/** How the list looks: as chosen, else as usual. */
export function lookOf({ look, everyone }: Pick<ViewOptions, "look" | "everyone">): Look {
  return look ?? (everyone ? "rows" : "cards");
}

/** Whether something is hidden by choice. */
export function isFiltered(view: ViewOptions): boolean {
  return (
    view.query.trim() !== "" || view.client !== null || view.group !== null || view.person !== null
  );
}

function oneOf<T extends string>(values: readonly T[], value: string | null): T | null {
  return values.find((candidate) => candidate === value) ?? null;
}
