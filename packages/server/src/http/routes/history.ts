import {
  ErrorResponse,
  HISTORY_DAYS,
  HistoryQuery,
  HistoryResponse,
  isFlagSet,
  type UnreadHistory,
} from "@sofarr/contract";
import type { FastifyPluginCallbackTypebox } from "@fastify/type-provider-typebox";

import type { Config } from "../../config/config.ts";
import {
  historyVisibleTo,
  newestFirst,
  outcomesOf,
  ownOutcomes,
  type OwnedOutcome,
} from "../../domain/history.ts";
import { createOwnershipFacts } from "../../domain/ownership.ts";
import { audienceOf } from "../../domain/visibility.ts";
import type { Engine } from "../../engine/engine.ts";
import type { HistoryReader, InstanceHistory } from "../../engine/history-reader.ts";
import type { PresentContext } from "../present/download.ts";
import { presentOutcome } from "../present/history.ts";
import { wordsForTrouble } from "../present/source.ts";
import { sessionIn } from "../plugins/session.ts";

/** What was imported and what failed lately, from every Sonarr and Radarr. */
export function historyRoutes(options: {
  readonly config: Pick<Config, "userTags">;
  readonly engine: Pick<Engine, "ensureFresh" | "state">;
  readonly history: HistoryReader;
  readonly presentContext: PresentContext;
}): FastifyPluginCallbackTypebox {
  const { engine, history, presentContext } = options;
  const ownershipFor = createOwnershipFacts(options.config.userTags);

  /** Nobody's history can be told by an *arr whose library is not known: it counts as unread. */
  function judge(answers: readonly InstanceHistory[]): {
    outcomes: readonly OwnedOutcome[];
    unread: UnreadHistory[];
  } {
    const { snapshot, sources } = engine.state;
    const { readings, users, requests } = snapshot.facts;
    const outcomes: OwnedOutcome[] = [];
    const unread: UnreadHistory[] = [];
    for (const answer of answers) {
      const { instanceId } = answer;
      const reading = readings.find((one) => one.instanceId === instanceId);
      if ("records" in answer && reading !== undefined) {
        const all = outcomesOf(answer.records, reading);
        outcomes.push(...ownOutcomes(all, ownershipFor(users, requests)));
        continue;
      }
      const source = sources.find(({ id }) => id === instanceId);
      const trouble = "trouble" in answer ? answer.trouble : source?.trouble?.reason;
      unread.push({
        instanceId,
        instanceName: presentContext.instances.get(instanceId)?.name ?? instanceId,
        reason: wordsForTrouble(trouble ?? "unknown"),
      });
    }
    return { outcomes, unread };
  }

  return (app, _options, done) => {
    app.get(
      "/recent",
      {
        schema: {
          tags: ["History"],
          summary: "What was imported and what failed lately",
          description:
            "Newest first, one entry per release and outcome. A failure is left out once everything in it was imported later. Instances that could not be read are named in `unread`.",
          querystring: HistoryQuery,
          response: { 200: HistoryResponse, "4xx": ErrorResponse },
        },
      },
      async (request) => {
        const { viewer } = sessionIn(request);
        const { days = HISTORY_DAYS.default, showAll } = request.query;
        const audience = audienceOf(viewer, isFlagSet(showAll));
        const [answers] = await Promise.all([history.read(days), engine.ensureFresh()]);
        const { outcomes, unread } = judge(answers);
        return {
          user: viewer.name,
          isAdmin: viewer.isAdmin,
          showAll: audience.showAll,
          days,
          history: [...historyVisibleTo(audience, outcomes)]
            .sort(newestFirst)
            .map((outcome) => presentOutcome(outcome, viewer, presentContext)),
          unread,
        };
      },
    );
    done();
  };
}
