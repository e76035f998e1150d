import type { User } from "@sofarr/contract";
import { SearchX } from "lucide-react";

import { useLocale } from "../../i18n/locale-context.tsx";
import { Button } from "../../ui/button.tsx";
import { ChangingList } from "../../ui/changing-list.tsx";
import { ListFailed, ListStale } from "../../ui/list-trouble.tsx";
import { Message } from "../../ui/message.tsx";
import { PageTop } from "../../ui/page-top.tsx";
import { ScopeSwitch } from "../downloads/scope-switch.tsx";
import { useUrlOptions } from "../shell/use-url-options.ts";
import { LoadingRequests } from "./loading-requests.tsx";
import { NoRequests } from "./no-requests.tsx";
import { OmbiNotice } from "./ombi-notice.tsx";
import { RequestGroups } from "./request-groups.tsx";
import { isNarrowed, parseRequestOptions, printRequestOptions } from "./request-options.ts";
import { RequestToolbar } from "./request-toolbar.tsx";
import { useRequests } from "./use-requests.ts";

interface RequestsPageProps {
  readonly viewer: User;
}

/** What was asked for in Ombi and how far it has come; for admins everyone's on request. */
export function RequestsPage({ viewer }: RequestsPageProps) {
  const { t } = useLocale();
  const [options, change] = useUrlOptions(parseRequestOptions, printRequestOptions);
  const everyone = options.everyone && viewer.isAdmin;
  const requests = useRequests({ ...options, everyone });
  const { data } = requests;
  const retry = (): void => void requests.refetch();
  const isOmbiThere = data === undefined || data.sources.length > 0;

  return (
    <>
      <PageTop
        title={t(everyone ? "requests.everyone" : "requests.title")}
        summary={
          <p className="min-h-6 text-muted" aria-live="polite">
            {data !== undefined && isOmbiThere && t("requests.total", { count: data.total })}
          </p>
        }
      >
        {viewer.isAdmin && isOmbiThere && (
          <ScopeSwitch everyone={everyone} onChange={(value) => change({ everyone: value })} />
        )}
      </PageTop>
      {data !== undefined && requests.isError && (
        <ListStale since={requests.dataUpdatedAt} onRetry={retry} />
      )}
      {data !== undefined && <OmbiNotice sources={data.sources} isAdmin={viewer.isAdmin} />}
      {isOmbiThere && <RequestToolbar options={options} onChange={change} />}
      {data === undefined &&
        (requests.isError ? <ListFailed onRetry={retry} /> : <LoadingRequests />)}
      {data !== undefined && (
        <ChangingList isChanging={requests.isPlaceholderData}>
          {data.total > 0 && <RequestGroups requests={data.requests} isEveryone={everyone} />}
          {data.total === 0 && isNarrowed(options) && isOmbiThere && (
            <Message icon={SearchX} title={t("noMatch.title")} text={t("requests.noMatch.text")}>
              <Button
                look="primary"
                onClick={() => change({ query: "", type: null, status: null })}
              >
                {t("noMatch.clear")}
              </Button>
            </Message>
          )}
          {data.total === 0 && !(isNarrowed(options) && isOmbiThere) && (
            <NoRequests sources={data.sources} isAdmin={viewer.isAdmin} isEveryone={everyone} />
          )}
        </ChangingList>
      )}
    </>
  );
}
