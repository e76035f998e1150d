import type { NormalizedDownload } from "@sofarr/contract";
import { useMutation } from "@tanstack/react-query";
import { useEffect, useRef } from "react";

import { useApi } from "../../api/api-context.tsx";
import { replaceDownload, replaceRequest, type ReplaceOutcome } from "../../api/replace.ts";
import { titleOf } from "../../format/title.ts";
import { useLocale } from "../../i18n/locale-context.tsx";
import { useToasts } from "../../ui/toast-context.ts";
import { replaceProblem } from "./replace-problem.ts";

/**
 * Has another copy looked for, once however often it is asked while that is under way, and says what came of it.
 *
 * @param onReplaced  the download is removed, whether or not a search has started.
 */
export function useReplaceDownload(
  download: NormalizedDownload,
  onReplaced: () => void,
): { readonly start: () => void; readonly isPending: boolean; readonly problem: string | null } {
  const api = useApi();
  const { t } = useLocale();
  const toasts = useToasts();
  const isUnderWay = useRef(false);
  const isOpen = useRef(false);
  const title = titleOf(download);
  useEffect(() => {
    isOpen.current = true;
    return () => {
      isOpen.current = false;
    };
  }, []);

  const mutation = useMutation<ReplaceOutcome>({
    mutationFn: async () => {
      const request = replaceRequest(download);
      if (request === null) throw new Error("A download in no queue cannot be replaced.");
      return replaceDownload(api, request);
    },
    onSettled: () => {
      isUnderWay.current = false;
    },
    onSuccess: (outcome) => {
      tell(outcome);
      onReplaced();
    },
    onError: (error) => {
      // Whoever closed the dialog meanwhile would not hear of it there.
      if (!isOpen.current) tellAgain(replaceProblem(error, t), t("app.retry"));
    },
  });

  function start(): void {
    if (isUnderWay.current) return;
    isUnderWay.current = true;
    mutation.mutate();
  }

  function tell(outcome: ReplaceOutcome): void {
    if (outcome === "done") toasts.show({ tone: "done", text: t("replace.done", { title }) });
    if (outcome === "done-unsure") {
      toasts.show({ tone: "stuck", text: t("replace.doneUnsure", { title }) });
    }
    if (outcome === "half-done") {
      tellAgain(t("replace.halfDone", { title }), t("replace.searchAgain"));
    }
  }

  function tellAgain(text: string, actionText: string): void {
    toasts.show({ tone: "failed", text, action: { text: actionText, run: start } });
  }

  const problem = mutation.isError ? replaceProblem(mutation.error, t) : null;
  return { start, isPending: mutation.isPending, problem };
}
