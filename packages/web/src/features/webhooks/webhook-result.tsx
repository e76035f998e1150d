import { CircleCheck } from "lucide-react";

import { failureWords } from "./failure-words.ts";

interface WebhookResultProps {
  /** What was done, `null` when nothing was. */
  readonly done: string | null;
  /** What did not work, in case of an error. */
  readonly failed: string;
  readonly error: Error | null;
}

/** What came of the last press of a button, or of asking how it is, said aloud once; the server's own words are English. */
export function WebhookResult({ done, failed, error }: WebhookResultProps) {
  return (
    <output className="block text-sm leading-snug empty:hidden">
      {error !== null ? (
        <span className="block border-t border-line bg-failed-soft px-4 py-3 wrap-anywhere">
          <span className="font-medium">{failed}</span> <span lang="en">{failureWords(error)}</span>
        </span>
      ) : (
        done !== null && (
          <span className="flex gap-2 border-t border-line px-4 py-3 text-done">
            <CircleCheck aria-hidden className="mt-px size-4.5 shrink-0" />
            <span className="text-ink">{done}</span>
          </span>
        )
      )}
    </output>
  );
}
