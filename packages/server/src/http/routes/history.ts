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
import type { GoodReading, HistoryReader, InstanceHistory } from "../../engine/history-reader.ts";
import type { PresentContext } from "../present/download.ts";
import { presentOutcome } from "../present/history.ts";
import { wordsForTrouble } from "../present/source.ts";
import { sessionIn } from "../plugins/session.ts";

const DAY_MS = 24 * 60 * 60 * 1000;

/** What was imported and what failed lately, from every Sonarr and Radarr. */
export function historyRoutes(options: {
  readonly config: Pick<Config, "userTags">;
  readonly engine: Pick<Engine, "ensureFresh" | "state">;
  readonly history: HistoryReader;
  readonly presentContext: PresentContext;
  readonly now: () => number;
}): FastifyPluginCallbackTypebox {
  const { engine, history, presentContext, now } = options;
  const ownershipFor = createOwnershipFacts(options.config.userTags);

  /**
   * Whose it is, is decided by what is known now, also of what was read a while ago. Nobody's history can be told by an
   * *arr whose library is not known: it counts as unread.
   */
  function judge(
    answers: readonly InstanceHistory[],
    days: number,
  ): {
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
      const told = "records" in answer ? answer : answer.lastGood;
      if (reading !== undefined && told !== undefined) {
        const all = outcomesOf(told.records, reading);
        outcomes.push(...ownOutcomes(all, ownershipFor(users, requests)));
        if ("records" in answer) continue;
      }
      const source = sources.find(({ id }) => id === instanceId);
      const trouble = "trouble" in answer ? answer.trouble : source?.trouble?.reason;
      unread.push({
        instanceId,
        instanceName: presentContext.instances.get(instanceId)?.name ?? instanceId,
        reason: wordsForTrouble(trouble ?? "unknown"),
        ...oldness(
          reading === undefined || "records" in answer ? undefined : answer.lastGood,
          days,
        ),
      });
    }
    return { outcomes, unread };
  }

  function oldness(
    shown: GoodReading | undefined,
    days: number,
  ): Pick<UnreadHistory, "asOf" | "missingBefore"> {
    if (shown === undefined) return { asOf: null, missingBefore: null };
    const isShort = shown.from > now() - days * DAY_MS;
    return {
      asOf: new Date(shown.askedAt).toISOString(),
      missingBefore: isShort ? new Date(shown.from).toISOString() : null,
    };
  }

  return (app, _options, done) => {
    app.get(
      "/recent",
      {
        schema: {
          tags: ["History"],
          summary: "What was imported and what failed lately",
          description:
            "Newest first, one entry per release and outcome. A failure is left out once everything in it was imported later. Instances that could not be read are named in `unread`; what they said when they last answered is in it.",
          querystring: HistoryQuery,
          response: { 200: HistoryResponse, "4xx": ErrorResponse },
        },
      },
      async (request) => {
        const { viewer } = sessionIn(request);
        const { days = HISTORY_DAYS.default, showAll } = request.query;
        const audience = audienceOf(viewer, isFlagSet(showAll));
        const [answers] = await Promise.all([history.read(days), engine.ensureFresh()]);
        const { outcomes, unread } = judge(answers, days);
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
