import { ChevronDown } from "lucide-react";

import { useLocale } from "../../i18n/locale-context.tsx";

interface MoreButtonProps {
  readonly title: string;
  readonly isOpen: boolean;
  /** Id of what it opens. */
  readonly controls: string;
  readonly onPress: () => void;
}

/** Opens and closes the details of a download. */
export function MoreButton({ title, isOpen, controls, onPress }: MoreButtonProps) {
  const { t } = useLocale();
  return (
    <button
      type="button"
      aria-label={t("card.more", { title })}
      aria-expanded={isOpen}
      aria-controls={controls}
      onClick={onPress}
      className="-me-2.5 grid size-11 shrink-0 place-items-center rounded-xl text-muted transition-colors hover:text-ink"
    >
      <ChevronDown
        aria-hidden
        className={`size-5 transition-transform ${isOpen ? "rotate-180" : ""}`}
      />
    </button>
  );
}
