import type { User } from "@sofarr/contract";
import { useMemo } from "react";

import { useLocale } from "../../i18n/locale-context.tsx";
import { isFiltered, lookOf } from "../../state/view-options.ts";
import { ChangingList } from "../../ui/changing-list.tsx";
import { PageTop } from "../../ui/page-top.tsx";
import { useIsWide } from "../../ui/use-is-wide.ts";
import { useDashboard, useLayout } from "../live/live-context.ts";
import { useView } from "../shell/use-view.ts";
import { Announcer } from "./announcer.tsx";
import { DownloadGroups } from "./download-groups.tsx";
import { LoadingCards } from "./loading-cards.tsx";
import { NoMatch, NothingThere, NotConnected } from "./nothing.tsx";
import { ScopeSwitch } from "./scope-switch.tsx";
import { SourceNotices } from "./source-notices.tsx";
import { SummaryText } from "./summary-text.tsx";
import { Toolbar } from "./toolbar.tsx";

interface DownloadsPageProps {
  readonly viewer: User;
}

/** A person's downloads, live; for admins everyone's on request. */
export function DownloadsPage({ viewer }: DownloadsPageProps) {
  const { t } = useLocale();
  const [chosen, changeView] = useView();
  const wantsEveryone = chosen.everyone && viewer.isAdmin;
  // An admin's address in somebody else's hands: they see their own, whoever is named in it.
  const view = useMemo(
    () => (wantsEveryone ? chosen : { ...chosen, person: null }),
    [wantsEveryone, chosen],
  );
  const layout = useLayout(view);
  const isRows = useIsWide() && lookOf(view) === "rows";
  const isSwitching = useDashboard(
    (dashboard) => dashboard !== null && dashboard.showAll !== wantsEveryone,
  );
  const title = t(wantsEveryone ? "downloads.everyone" : "downloads.mine");

  return (
    <>
      <PageTop title={title} summary={<SummaryText />}>
        {viewer.isAdmin && (
          <ScopeSwitch
            everyone={wantsEveryone}
            onChange={(everyone) =>
              changeView({ everyone, client: null, group: null, person: null })
            }
          />
        )}
      </PageTop>
      <SourceNotices />
      {layout === null ? (
        <NotConnected fallback={<LoadingCards />} />
      ) : (
        <ChangingList isChanging={isSwitching}>
          {(layout.total > 0 || isFiltered(view)) && (
            <Toolbar view={view} counts={layout.counts} onChange={changeView} />
          )}
          {layout.groups.length > 0 && <DownloadGroups groups={layout.groups} isRows={isRows} />}
          {layout.groups.length === 0 && layout.total > 0 && (
            <NoMatch
              onClear={() => changeView({ query: "", client: null, group: null, person: null })}
            />
          )}
          {layout.total === 0 && <NothingThere isEveryone={wantsEveryone} />}
        </ChangingList>
      )}
      <Announcer />
    </>
  );
}
