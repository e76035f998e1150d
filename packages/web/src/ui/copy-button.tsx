import { Check, Copy, X } from "lucide-react";
import { useEffect, useState } from "react";

import { useAdminLocale } from "../i18n/admin-locale.tsx";
import { Button } from "./button.tsx";
import { copyText } from "./copy-text.ts";

/** How long the result is shown in place of the button's own words. */
const SHOWN_FOR_MS = 2_000;

const LOOKS = {
  idle: { icon: Copy, key: "admin.copy" },
  copied: { icon: Check, key: "admin.copied" },
  failed: { icon: X, key: "admin.copyFailed" },
} as const;

interface CopyButtonProps {
  /** What to copy, asked for when the button is pressed. */
  readonly text: () => string;
  readonly isDisabled?: boolean;
}

/** Copies a text and says in its own place whether that worked. */
export function CopyButton({ text, isDisabled = false }: CopyButtonProps) {
  const { t } = useAdminLocale();
  const [state, setState] = useState<keyof typeof LOOKS>("idle");
  useEffect(() => {
    if (state === "idle") return undefined;
    const timer = setTimeout(() => setState("idle"), SHOWN_FOR_MS);
    return () => clearTimeout(timer);
  }, [state]);
  const { icon: Icon, key } = LOOKS[state];
  return (
    <Button
      disabled={isDisabled}
      className="shrink-0 text-sm"
      onClick={() => {
        void copyText(text()).then((isCopied) => setState(isCopied ? "copied" : "failed"));
      }}
    >
      <Icon aria-hidden className="size-4" />
      <span aria-live="polite">{t(key)}</span>
    </Button>
  );
}
