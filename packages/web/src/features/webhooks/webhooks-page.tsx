import type { StatusResponse } from "@sofarr/contract";
import { useQuery } from "@tanstack/react-query";
import { Webhook } from "lucide-react";

import { useApi } from "../../api/api-context.tsx";
import { fetchWebhookConfig } from "../../api/webhooks.ts";
import { useAdminLocale } from "../../i18n/admin-locale.tsx";
import { ListFailed, ListStale } from "../../ui/list-trouble.tsx";
import { Message } from "../../ui/message.tsx";
import { LoadingStatus } from "../status/loading-status.tsx";
import { useStatus } from "../status/use-status.ts";
import { MissingSettings } from "./missing-settings.tsx";
import { WebhookCard } from "./webhook-card.tsx";
import { webhookTargets } from "./webhook-target.ts";

/** Which services tell sofarr of their events, and one-click set-up of those that do not. */
export function WebhooksPage() {
  const api = useApi();
  const status = useStatus();
  const config = useQuery({
    queryKey: ["webhook-config"],
    queryFn: () => fetchWebhookConfig(api),
  });
  const retry = (): void => {
    void status.refetch();
    void config.refetch();
  };
  if (status.data === undefined || config.data === undefined) {
    return status.isError || config.isError ? <ListFailed onRetry={retry} /> : <LoadingStatus />;
  }
  return (
    <>
      {status.isError && <ListStale since={status.dataUpdatedAt} onRetry={retry} />}
      {!config.data.valid && <MissingSettings missing={config.data.missing} />}
      <Targets status={status.data} isReady={config.data.valid} baseUrl={config.data.baseUrl} />
    </>
  );
}

interface TargetsProps {
  readonly status: StatusResponse;
  readonly isReady: boolean;
  readonly baseUrl: string | null;
}

function Targets({ status, isReady, baseUrl }: TargetsProps) {
  const { t } = useAdminLocale();
  const targets = webhookTargets(status);
  if (targets.length === 0) {
    return (
      <Message icon={Webhook} title={t("webhooks.none.title")} text={t("webhooks.none.text")} />
    );
  }
  return (
    <>
      <p className="-mt-2 mb-5 max-w-prose text-pretty text-muted">{t("webhooks.text")}</p>
      <ul className="grid gap-3.5 sm:grid-cols-[repeat(auto-fill,minmax(20rem,1fr))] sm:gap-5">
        {targets.map((target) => (
          <WebhookCard key={target.id} target={target} isReady={isReady} baseUrl={baseUrl} />
        ))}
      </ul>
    </>
  );
}
