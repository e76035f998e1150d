import {
  BlocklistSearchFailure,
  BlocklistSearchRequest,
  BlocklistSearchResponse,
  ErrorResponse,
} from "@sofarr/contract";
import type { FastifyPluginCallbackTypebox } from "@fastify/type-provider-typebox";

import type { BlocklistSearch } from "../../engine/blocklist-search.ts";
import type { Connected } from "../../upstreams/connected.ts";
import type { Arr } from "../../upstreams/upstream.ts";
import { isCalled } from "../arr-instance-url.ts";
import { HttpError } from "../plugins/errors.ts";
import { sessionIn } from "../plugins/session.ts";
import { presentHalfReplaced, presentReplaced } from "../present/blocklist-answer.ts";

const APP_NAMES = { sonarr: "Sonarr", radarr: "Radarr" } as const;

/** Having a download removed for good and another copy looked for. */
export function blocklistSearchRoutes(options: {
  readonly blocklistSearch: BlocklistSearch;
  readonly arrs: readonly Connected<Arr>[];
}): FastifyPluginCallbackTypebox {
  const { blocklistSearch, arrs } = options;
  return (app, _options, done) => {
    app.post(
      "/blocklist-search",
      {
        schema: {
          tags: ["Dashboard"],
          summary: "Blocklist and search again",
          description:
            "Removes the download behind a queue row with its data, has Sonarr or Radarr never take it again, and starts one search. For admins; for owners when it cannot be imported, or is a torrent older than an hour without a full copy within reach. Repeating the call repeats nothing; after half of it (502 or 504 with `removed`) it does the rest.",
          body: BlocklistSearchRequest,
          response: {
            200: BlocklistSearchResponse,
            "4xx": ErrorResponse,
            "5xx": BlocklistSearchFailure,
          },
        },
      },
      async (request, reply) => {
        const { viewer } = sessionIn(request);
        const { arrType, arrInstanceUrl, arrQueueId } = request.body;
        const appName = APP_NAMES[arrType];
        const arr = arrs.find(
          ({ instance }) => instance.kind === arrType && isCalled(instance, arrInstanceUrl),
        );
        if (arr === undefined) {
          throw new HttpError(400, `arrInstanceUrl is no ${appName} that sofarr knows.`);
        }
        const answer = await blocklistSearch.replace(arr, arrQueueId, viewer);
        if (answer.kind === "refused") throw new HttpError(403, answer.reason);
        if (answer.kind === "not-in-queue") {
          throw new HttpError(404, `It is not in ${appName}'s queue (any more).`);
        }
        const { isGrabKnown } = answer;
        if (answer.kind === "done") return presentReplaced(appName, isGrabKnown);
        return await reply
          .code(answer.trouble.reason === "timeout" ? 504 : 502)
          .send(presentHalfReplaced(appName, isGrabKnown, answer.trouble));
      },
    );
    done();
  };
}
