import { useState } from "react";

import { useAdminLocale } from "../../i18n/admin-locale.tsx";
import { Button } from "../../ui/button.tsx";
import { Facts } from "../../ui/facts.tsx";
import { Pill, type PillTone } from "../../ui/pill.tsx";
import { useNow } from "../../ui/use-now.ts";
import { CARD } from "../downloads/card-style.ts";
import { kindName } from "../status/kind-name.ts";
import { ReplaceDialog } from "./replace-dialog.tsx";
import { useSetUp, useTest, useWebhookState } from "./use-webhook.ts";
import { WebhookResult } from "./webhook-result.tsx";
import type { WebhookTarget } from "./webhook-target.ts";

type Look = "checking" | "on" | "off" | "elsewhere" | "unknown";

const TONES: Readonly<Record<Look, PillTone>> = {
  checking: "plain",
  on: "good",
  off: "plain",
  elsewhere: "stuck",
  unknown: "failed",
};

interface WebhookCardProps {
  readonly target: WebhookTarget;
  /** Whether sofarr has all that webhooks need. */
  readonly isReady: boolean;
  /** Where services reach this sofarr; `null` when that is not set. */
  readonly baseUrl: string | null;
}

/** One service: whether it calls, what came of it, and the buttons that set it up and try it. */
export function WebhookCard({ target, isReady, baseUrl }: WebhookCardProps) {
  const { t } = useAdminLocale();
  const state = useWebhookState(target, baseUrl);
  const setUp = useSetUp(target);
  const test = useTest(target);
  const [isAsking, setIsAsking] = useState(false);
  const { name } = target;
  const look: Look = state.data?.kind ?? (state.isError ? "unknown" : "checking");
  const on = state.data?.kind === "on" ? state.data : null;
  const place = state.data?.kind === "elsewhere" ? state.data.place : null;
  const isBusy = setUp.isPending || test.isPending;
  const pressError = setUp.error ?? test.error;
  const askError = state.data === undefined ? state.error : null;

  return (
    <li className={`flex flex-col ${CARD}`}>
      <div className="flex items-start justify-between gap-3 px-4 pt-4">
        <div className="min-w-0">
          <h2 className="leading-snug font-bold wrap-anywhere">{name}</h2>
          {kindName(target.kind) !== name && (
            <p className="text-sm text-muted">{kindName(target.kind)}</p>
          )}
        </div>
        <Pill tone={TONES[look]}>{t(`webhooks.state.${look}`)}</Pill>
      </div>
      <div className="flex flex-1 flex-col gap-3 px-4 py-4">
        {place !== null && (
          <p className="text-sm wrap-anywhere">{t("webhooks.elsewhereText", { place })}</p>
        )}
        <EventCounts target={target} />
        <div className="mt-auto flex flex-wrap gap-3 pt-1">
          <Button
            look={look === "off" ? "primary" : "outline"}
            className="flex-1"
            disabled={!isReady || isBusy || look === "checking"}
            onClick={() => {
              test.reset();
              if (place === null) setUp.mutate({ force: false });
              else setIsAsking(true);
            }}
          >
            {setUp.isPending
              ? t("webhooks.settingUp")
              : t(look === "on" ? "webhooks.setUpAgain" : "webhooks.setUp")}
            <span className="sr-only">{name}</span>
          </Button>
          {on !== null && (
            <Button
              look="primary"
              className="flex-1"
              disabled={!isReady || isBusy}
              onClick={() => {
                setUp.reset();
                test.mutate(on);
              }}
            >
              {test.isPending ? t("webhooks.testing") : t("webhooks.test")}
              <span className="sr-only">{name}</span>
            </Button>
          )}
        </div>
      </div>
      <WebhookResult
        done={
          setUp.isSuccess
            ? t("webhooks.done", { name })
            : test.isSuccess
              ? t("webhooks.testDone", { name })
              : null
        }
        failed={pressError === null ? t("webhooks.unasked", { name }) : t("webhooks.failed")}
        error={pressError ?? askError}
      />
      {isAsking && place !== null && (
        <ReplaceDialog
          name={name}
          place={place}
          onReplace={() => setUp.mutate({ force: true })}
          onClose={() => setIsAsking(false)}
        />
      )}
    </li>
  );
}

function EventCounts({ target: { use } }: { readonly target: WebhookTarget }) {
  const { t, format } = useAdminLocale();
  const now = useNow();
  if (use === null) return null;
  const lastAt = Date.parse(use.lastWebhookTimestamp ?? "");
  return (
    <>
      <Facts
        facts={[
          {
            name: t("webhooks.lastEvent"),
            text: Number.isNaN(lastAt) ? t("webhooks.noEvent") : format.clock(lastAt, now),
          },
          { name: t("webhooks.events"), text: format.number(use.eventsReceived) },
          { name: t("webhooks.duplicates"), text: format.number(use.duplicates) },
          { name: t("webhooks.saved"), text: format.number(use.pollsSkipped) },
        ]}
      />
      {use.isFresh && <p className="text-sm text-muted">{t("webhooks.fresh")}</p>}
    </>
  );
}
