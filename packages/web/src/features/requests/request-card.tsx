import { CircleCheck, CircleX, Hourglass, ThumbsUp, type LucideIcon } from "lucide-react";
import type { OmbiRequest } from "@sofarr/contract";
import { memo } from "react";

import { useLocale, type Locale } from "../../i18n/locale-context.tsx";
import { OutsideLink } from "../../ui/outside-link.tsx";
import { useNowMinute } from "../../ui/use-now.ts";
import { TitleCard } from "../downloads/title-card.tsx";
import { RequestProgressText } from "./request-progress-text.tsx";
import { statusOf, type RequestStatus } from "./request-status.ts";
import { STATUS_LOOK } from "./request-style.ts";

const ICONS: Readonly<Record<RequestStatus, LucideIcon>> = {
  pending: Hourglass,
  approved: ThumbsUp,
  available: CircleCheck,
  denied: CircleX,
};

interface RequestCardProps {
  readonly request: OmbiRequest;
  /** Whether other people's requests are on the page as well. */
  readonly showsRequester: boolean;
}

/** One request: what, since when, how far it has come, and why not. */
export const RequestCard = memo(function RequestCard({
  request,
  showsRequester,
}: RequestCardProps) {
  const locale = useLocale();
  const { t } = locale;
  const now = useNowMinute();
  const { title } = request;
  const status = statusOf(request);
  const Icon = ICONS[status];
  const asked = askedText(request, showsRequester, now, locale);
  return (
    <TitleCard
      title={title}
      coverArt={request.coverArt}
      posterClass="w-14"
      link={<OutsideLink href={request.ombiLink} label={t("requests.open", { title })} />}
      foot={
        status === "denied" && (
          <p className="border-t border-line bg-failed-soft px-3.5 py-2.5 text-sm leading-snug text-pretty wrap-anywhere">
            {request.deniedReason?.trim() || t("requests.noReason")}
          </p>
        )
      }
    >
      <p className="mt-0.5 text-sm leading-snug text-muted">
        {[request.year, asked].filter((part) => part !== null).join(" · ")}
      </p>
      <div className="mt-2.5 flex">
        <p
          className={`flex items-center gap-1.5 rounded-full py-1 ps-2 pe-3 text-sm font-semibold ${STATUS_LOOK[status]}`}
        >
          <Icon aria-hidden className="size-4 shrink-0" />
          {t(`requests.status.${status}`)}
        </p>
      </div>
      {(status === "approved" || status === "pending") && (
        <RequestProgressText request={request} isEveryone={showsRequester} />
      )}
    </TitleCard>
  );
});

/** "Asked for by Ada, yesterday"; what is not known is left out. */
function askedText(
  { requestedDate, requestedUser }: OmbiRequest,
  showsRequester: boolean,
  now: number,
  { t, format }: Locale,
): string | null {
  const name = showsRequester ? requestedUser?.alias || requestedUser?.userName : undefined;
  const at = Date.parse(requestedDate ?? "");
  const day = Number.isNaN(at) ? null : format.daysAgo(at, now);
  if (day === null) return name ? t("requests.askedBy", { name }) : null;
  return name ? t("requests.askedForBy", { name, day }) : t("requests.askedFor", { day });
}
