import type { StatusResponse } from "@sofarr/contract";

import { useAdminLocale } from "../../i18n/admin-locale.tsx";
import { ListFailed, ListStale } from "../../ui/list-trouble.tsx";
import { Section } from "../../ui/section.tsx";
import { CacheTable } from "./cache-table.tsx";
import { EventFacts, ServerFacts } from "./server-facts.tsx";
import { LoadingStatus } from "./loading-status.tsx";
import { countTroubled, sortSources } from "./sort-sources.ts";
import { SourceCard } from "./source-card.tsx";
import { StorageNotices } from "./storage-notices.tsx";
import { TagProblems } from "./tag-problems.tsx";
import { useStatus } from "./use-status.ts";

/** How sofarr and everything it asks is doing, and what to change. */
export function StatusPage() {
  const status = useStatus();
  const retry = (): void => void status.refetch();
  if (status.data === undefined) {
    return status.isError ? <ListFailed onRetry={retry} /> : <LoadingStatus />;
  }
  return (
    <>
      {status.isError && <ListStale since={status.dataUpdatedAt} onRetry={retry} />}
      <Loaded status={status.data} readAt={status.dataUpdatedAt} />
    </>
  );
}

interface LoadedProps {
  readonly status: StatusResponse;
  /** This browser's clock, ms. */
  readonly readAt: number;
}

function Loaded({ status, readAt }: LoadedProps) {
  const { t } = useAdminLocale();
  return (
    <div className="grid gap-9">
      <StorageNotices storage={status.storage} />
      <Section title={t("status.services")}>
        <p className="-mt-2.5 mb-4 text-muted">{useServicesSentence(status)}</p>
        <ul className="grid gap-3.5 sm:grid-cols-[repeat(auto-fill,minmax(20rem,1fr))] sm:gap-5">
          {sortSources(status.sources).map((source) => (
            <SourceCard key={source.id} source={source} readAt={readAt} />
          ))}
        </ul>
      </Section>
      <Section title={t("status.tags")}>
        <TagProblems problems={status.tagProblems} />
      </Section>
      <div className="grid gap-9 lg:grid-cols-3 lg:gap-5">
        <Section title={t("status.server")}>
          <ServerFacts status={status} readAt={readAt} />
        </Section>
        <Section title={t("status.events")}>
          <EventFacts webhooks={status.webhooks} />
        </Section>
        <Section title={t("status.caches")}>
          <CacheTable caches={status.cache} />
        </Section>
      </div>
    </div>
  );
}

function useServicesSentence({ sources }: StatusResponse): string {
  const { t } = useAdminLocale();
  const troubled = countTroubled(sources);
  if (sources.length === 0) return t("status.noServices");
  return troubled === 0
    ? t("status.allWell", { count: sources.length })
    : t("status.troubled", { count: troubled });
}
