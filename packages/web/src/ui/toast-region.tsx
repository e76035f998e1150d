import { CircleCheck, CircleX, TriangleAlert, X, type LucideIcon } from "lucide-react";
import { useEffect, useState } from "react";

import { useLocale } from "../i18n/locale-context.tsx";
import type { Toast, Toasts } from "../state/toasts.ts";
import { Button } from "./button.tsx";
import { useObservable } from "./use-observable.ts";

/** Long enough to read two sentences twice. */
const GONE_AFTER_MS = 10_000;

const ICONS: Readonly<Record<Toast["tone"], LucideIcon>> = {
  done: CircleCheck,
  stuck: TriangleAlert,
  failed: CircleX,
};
const COLOURS: Readonly<Record<Toast["tone"], string>> = {
  done: "text-done",
  stuck: "text-stuck",
  failed: "text-failed",
};

/** At the foot, above the navigation. It is there before any message, so that screen readers listen to it. */
export function ToastRegion({ toasts }: { readonly toasts: Toasts }) {
  const { t } = useLocale();
  const list = useObservable(toasts.list);
  return (
    <section
      aria-label={t("toast.region")}
      aria-live="polite"
      aria-relevant="additions"
      className="pointer-events-none fixed inset-x-0 bottom-(--foot-height) z-20 grid justify-items-center gap-2 p-4"
    >
      {list.map((toast) => (
        <ToastCard key={toast.id} toast={toast} onDismiss={() => toasts.dismiss(toast.id)} />
      ))}
    </section>
  );
}

interface ToastCardProps {
  readonly toast: Toast;
  readonly onDismiss: () => void;
}

/** Goes by itself, but not while somebody points at it, is in it, or still has something to do about it. */
function ToastCard({ toast, onDismiss }: ToastCardProps) {
  const { t } = useLocale();
  const [isHeld, setIsHeld] = useState(false);
  const { tone, text, action, id } = toast;
  const stays = isHeld || action !== null;
  useEffect(() => {
    if (stays) return undefined;
    const timer = setTimeout(onDismiss, GONE_AFTER_MS);
    return () => clearTimeout(timer);
    // oxlint-disable-next-line react/exhaustive-deps -- a new function each time, which does the same
  }, [id, stays]);
  const Icon = ICONS[tone];
  return (
    <div
      onPointerEnter={() => setIsHeld(true)}
      onPointerLeave={() => setIsHeld(false)}
      onFocus={() => setIsHeld(true)}
      onBlur={() => setIsHeld(false)}
      className="pointer-events-auto flex w-full max-w-md items-start gap-3 rounded-2xl border border-line bg-surface p-2 ps-4 text-sm shadow-panel"
    >
      <Icon aria-hidden className={`mt-3 size-5 shrink-0 ${COLOURS[tone]}`} />
      <div className="min-w-0 flex-1 py-3 leading-snug">
        <p className="text-pretty wrap-anywhere">{text}</p>
        {action !== null && (
          <Button
            className="mt-2.5"
            onClick={() => {
              onDismiss();
              action.run();
            }}
          >
            {action.text}
          </Button>
        )}
      </div>
      <button
        type="button"
        aria-label={t("toast.dismiss")}
        onClick={onDismiss}
        className="grid size-11 shrink-0 place-items-center rounded-xl text-muted transition-colors hover:text-ink"
      >
        <X aria-hidden className="size-4.5" />
      </button>
    </div>
  );
}
