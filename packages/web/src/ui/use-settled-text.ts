import { useEffect, useRef, useState } from "react";

/** So long nobody types: long enough for a word, short enough to feel at once. */
const SETTLED_AFTER_MS = 300;

/**
 * Text that is typed freely and handed on once the typing rests.
 *
 * @param value  what it is as of the last handing on; shown when nobody is typing.
 */
export function useSettledText(
  value: string,
  onSettled: (text: string) => void,
): [shown: string, type: (text: string) => void] {
  const [draft, setDraft] = useState<string | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  function type(text: string): void {
    clearTimeout(timer.current);
    setDraft(text);
    const settle = (): void => {
      setDraft(null);
      onSettled(text);
    };
    // Clearing is a decision, not typing.
    if (text === "") settle();
    else timer.current = setTimeout(settle, SETTLED_AFTER_MS);
  }
  return [draft ?? value, type];
}
