import type { NormalizedDownload } from "@sofarr/contract";

import { useLocale } from "../../i18n/locale-context.tsx";
import { explainVerdict } from "./explain-verdict.ts";

/** Why another copy may be looked for, or why not yet. */
export function VerdictText({ download }: { readonly download: NormalizedDownload }) {
  const { t } = useLocale();
  const reason = download.blocklistReason ?? "";
  const key = explainVerdict(reason);
  if (key === null && reason === "") return null;
  return <p className="text-sm leading-snug text-pretty">{key === null ? reason : t(key)}</p>;
}
