import type { StatusResponse } from "@sofarr/contract";
import { Link } from "wouter";

import { useAdminLocale } from "../../i18n/admin-locale.tsx";
import { Facts } from "../../ui/facts.tsx";
import { useNow } from "../../ui/use-now.ts";
import { CARD } from "../downloads/card-style.ts";

const BYTES_PER_MB = 1_000_000;

interface ServerFactsProps {
  readonly status: StatusResponse;
  /** When the server said so, by this browser's clock, ms. */
  readonly readAt: number;
}

/** sofarr itself: version, age, memory, how often it asks, and how many look. */
export function ServerFacts({ status, readAt }: ServerFactsProps) {
  const { t, format } = useAdminLocale();
  const now = useNow();
  const { server, polling, sse } = status;
  const uptime = server.uptimeSeconds + Math.max(0, (now - readAt) / 1000);
  return (
    <div className={`p-4 ${CARD}`}>
      <Facts
        facts={[
          { name: t("status.version"), text: server.version },
          { name: t("status.uptime"), text: format.age(Math.floor(uptime)) },
          { name: t("status.memory"), text: format.bytes(server.memoryUsageMB * BYTES_PER_MB) },
          { name: t("status.viewers"), text: format.number(sse.clients) },
          {
            name: t("status.polling"),
            text: polling.enabled
              ? format.age(Math.max(1, Math.round(polling.intervalMs / 1000)))
              : t("status.pollingOnDemand"),
          },
          { name: t("status.node"), text: server.nodeVersion },
        ]}
      />
    </div>
  );
}

/** What webhooks brought, and the way to set them up. */
export function EventFacts({ webhooks }: Pick<StatusResponse, "webhooks">) {
  const { t, format } = useAdminLocale();
  const now = useNow();
  const kinds = [webhooks.sonarr, webhooks.radarr, webhooks.ombi];
  const lastAt = Math.max(...kinds.map((use) => Date.parse(use.lastWebhookTimestamp ?? "") || 0));
  const sum = (of: (use: (typeof kinds)[number]) => number): string =>
    format.number(kinds.reduce((total, use) => total + of(use), 0));
  return (
    <div className={`p-4 ${CARD}`}>
      <Facts
        facts={[
          { name: t("status.eventsReceived"), text: sum((use) => use.eventsReceived) },
          { name: t("status.pollsSkipped"), text: sum((use) => use.pollsSkipped) },
          {
            name: t("webhooks.lastEvent"),
            text: lastAt === 0 ? t("webhooks.noEvent") : format.clock(lastAt, now),
          },
        ]}
      />
      <Link
        href="/admin?show=webhooks"
        className="mt-2 inline-flex min-h-11 items-center text-sm font-semibold text-accent underline underline-offset-4"
      >
        {t("status.eventsSetUp")}
      </Link>
    </div>
  );
}
