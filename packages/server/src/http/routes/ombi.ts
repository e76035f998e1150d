import {
  ErrorResponse,
  isFlagSet,
  OmbiRequestsQuery,
  OmbiRequestsResponse,
  type OmbiRequestType,
} from "@sofarr/contract";
import type { FastifyPluginCallbackTypebox } from "@fastify/type-provider-typebox";

import { libraryTitleOf } from "../../domain/awaited.ts";
import { requestsVisibleTo, selectRequests } from "../../domain/media-requests-query.ts";
import { audienceOf } from "../../domain/visibility.ts";
import type { Engine } from "../../engine/engine.ts";
import type { Instance } from "../../upstreams/instance.ts";
import type { PresentContext } from "../present/download.ts";
import { presentRequest } from "../present/ombi-request.ts";
import { presentSource } from "../present/source.ts";
import { sessionIn } from "../plugins/session.ts";

/**
 * What was asked for in Ombi, from what the engine knows. Ombi is polled slowly, so a look brings the next read forward:
 * at most one in two poll intervals, however many look.
 */
export function ombiRoutes(options: {
  readonly engine: Engine;
  /** Every configured Ombi. */
  readonly requestManagers: readonly Instance[];
  readonly context: PresentContext;
  readonly now: () => number;
}): FastifyPluginCallbackTypebox {
  const { engine, context, now } = options;
  const ombis = new Set(options.requestManagers.map(({ id }) => id));
  return (app, _options, done) => {
    app.get(
      "/requests",
      {
        schema: {
          tags: ["Ombi"],
          summary: "What was asked for in Ombi",
          description:
            "Everybody's own requests; an admin's `showAll` makes it everybody's. Selected and sorted by the server.",
          querystring: OmbiRequestsQuery,
          response: { 200: OmbiRequestsResponse, "4xx": ErrorResponse },
        },
      },
      async (request) => {
        const { viewer } = sessionIn(request);
        const { type, status, sort, search, showAll } = request.query;
        await engine.ensureFresh("requests");
        const { snapshot, sources } = engine.state;
        const audience = audienceOf(viewer, isFlagSet(showAll));
        const visible = requestsVisibleTo(audience, snapshot.facts.requests, snapshot.facts.users);
        const selected = selectRequests(visible, {
          mediaTypes: mediaTypesOf(type ?? []),
          statuses: status ?? [],
          search: search ?? "",
          sort: sort ?? "requestedDate_desc",
        });
        const present = (mediaType: "movie" | "tv"): OmbiRequestsResponse["requests"]["movie"] =>
          selected
            .filter((one) => one.mediaType === mediaType)
            .map((one) => {
              const title = libraryTitleOf(one, snapshot.facts.readings);
              return presentRequest(one, viewer, title?.posterUrl ?? null, context);
            });
        return {
          user: viewer.name,
          isAdmin: viewer.isAdmin,
          showAll: audience.showAll,
          requests: { movie: present("movie"), tv: present("tv") },
          total: selected.length,
          sources: sources
            .filter(({ id }) => ombis.has(id))
            .map((source) => presentSource(source, now())),
        };
      },
    );
    done();
  };
}

/** `all` anywhere in the list means both kinds. */
function mediaTypesOf(types: readonly OmbiRequestType[]): readonly ("movie" | "tv")[] {
  const kinds = types.filter((type) => type !== "all");
  return kinds.length === types.length ? kinds : [];
}
