import type { ArrKind } from "../../domain/arr-reading.ts";
import type { UpstreamCall } from "../request.ts";
import type { JsonObject } from "../json-fields.ts";
import type { WireTitle } from "./wire.ts";

type Query = NonNullable<UpstreamCall["query"]>;

/** All in which Sonarr and Radarr differ for us. Everything else in this folder serves both. */
export interface ArrShape {
  readonly kind: ArrKind;
  /** As `/system/status` spells it. */
  readonly appName: "Sonarr" | "Radarr";
  /** The member of queue and history rows that names the series or movie. */
  readonly titleIdField: "seriesId" | "movieId";
  /** Below `/api/v3`. */
  readonly libraryPath: "/series" | "/movie";
  readonly libraryQuery: Query;
  readonly queueQuery: Query;
  readonly historyQuery: Query;
  /** Path of a title's page below the web address. */
  readonly pagePath: (title: WireTitle) => string;
  /** Whether a title of the library has a file, from its own JSON. */
  readonly hasFile: (title: JsonObject) => boolean;
  /** Whether a title is out, and when it will be, from its own JSON. */
  readonly release: (title: JsonObject) => Pick<WireTitle, "isOut" | "comesOutAt">;
  /** A movie is one file, so a download for a movie that has one is an upgrade; a series has many. */
  readonly hasOneFile: boolean;
}
