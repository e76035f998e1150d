import type { AwaitedTitle } from "@sofarr/contract";

import { useLocale } from "../../i18n/locale-context.tsx";
import { OutsideLink } from "../../ui/outside-link.tsx";

/** The way to its page in Ombi, or else in its *arr; nothing where there is none for this viewer. */
export function AwaitedLink({ awaited }: { readonly awaited: AwaitedTitle }) {
  const { t } = useLocale();
  const { ombiLink, arrLink, mediaType, title } = awaited;
  if (ombiLink !== null)
    return <OutsideLink href={ombiLink} label={t("requests.open", { title })} />;
  const label = mediaType === "tv" ? "history.openSonarr" : "history.openRadarr";
  return <OutsideLink href={arrLink} label={t(label, { title })} />;
}
