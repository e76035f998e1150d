import type { User } from "@sofarr/contract";

import { useLocale } from "../../i18n/locale-context.tsx";
import { ChangingList } from "../../ui/changing-list.tsx";
import { ListFailed, ListStale } from "../../ui/list-trouble.tsx";
import { PageTop } from "../../ui/page-top.tsx";
import { SelectField } from "../../ui/select-field.tsx";
import { ScopeSwitch } from "../downloads/scope-switch.tsx";
import { WatchLink } from "../downloads/watch-link.tsx";
import { useUrlOptions } from "../shell/use-url-options.ts";
import { HistoryDays } from "./history-days.tsx";
import { DAYS, parseHistoryOptions, printHistoryOptions } from "./history-options.ts";
import { HistorySummary } from "./history-summary.tsx";
import { LoadingHistory } from "./loading-history.tsx";
import { NothingFinished } from "./nothing-finished.tsx";
import { UnreadNotice } from "./unread-notice.tsx";
import { useHistory } from "./use-history.ts";

interface HistoryPageProps {
  readonly viewer: User;
}

/** What came into the library lately and what did not, day by day; for admins everyone's on request. */
export function HistoryPage({ viewer }: HistoryPageProps) {
  const { t } = useLocale();
  const [options, change] = useUrlOptions(parseHistoryOptions, printHistoryOptions);
  const everyone = options.everyone && viewer.isAdmin;
  const history = useHistory({ ...options, everyone });
  const { data } = history;
  const retry = (): void => void history.refetch();

  return (
    <>
      <PageTop
        title={t(everyone ? "history.everyone" : "history.title")}
        summary={<HistorySummary history={data?.history} />}
      >
        <div className="flex flex-wrap items-center gap-3">
          <div className="grow sm:me-3 sm:grow-0">
            <WatchLink />
          </div>
          {viewer.isAdmin && (
            <ScopeSwitch everyone={everyone} onChange={(value) => change({ everyone: value })} />
          )}
          <div className="shrink-0">
            <SelectField
              label={t("history.days")}
              value={String(options.days)}
              options={DAYS.map((count) => ({
                value: String(count),
                text: t("history.daysOption", { count }),
              }))}
              onChange={(value) =>
                change({ days: DAYS.find((days) => String(days) === value) ?? options.days })
              }
            />
          </div>
        </div>
      </PageTop>
      {data !== undefined && history.isError && (
        <ListStale since={history.dataUpdatedAt} onRetry={retry} />
      )}
      {data !== undefined && <UnreadNotice unread={data.unread} isAdmin={viewer.isAdmin} />}
      {data === undefined &&
        (history.isError ? <ListFailed onRetry={retry} /> : <LoadingHistory />)}
      {data !== undefined && (
        <ChangingList isChanging={history.isPlaceholderData}>
          {data.history.length > 0 ? (
            <HistoryDays history={data.history} isEveryone={data.showAll} />
          ) : (
            <NothingFinished
              days={options.days}
              isEveryone={everyone}
              isComplete={data.unread.length === 0}
              onChange={(days) => change({ days })}
            />
          )}
        </ChangingList>
      )}
    </>
  );
}
