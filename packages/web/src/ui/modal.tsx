import { useEffectEvent, useLayoutEffect, useRef, type ReactNode } from "react";

interface ModalProps {
  /** Id of its heading. */
  readonly labelledBy: string;
  /** The person wants it gone, by Esc or a press beside it. */
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/**
 * A window above everything else, from the foot on a phone. The platform's own dialog does what a library would: it
 * keeps the focus inside, the page behind it out of reach, and gives the focus back to what opened it.
 */
export function Modal({ labelledBy, onClose, children }: ModalProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const show = useEffectEvent(() => dialog.current?.showModal());
  useLayoutEffect(() => {
    const shown = dialog.current;
    show();
    // Closed before it is taken away: only then does the focus go back.
    return () => shown?.close();
  }, []);
  return (
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-noninteractive-element-interactions -- Esc does the same
    <dialog
      ref={dialog}
      aria-labelledby={labelledBy}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onClose={(event) => {
        if (!event.currentTarget.open) onClose();
      }}
      onClick={(event) => {
        // What is inside fills it: a press on the dialog itself is one on its backdrop.
        if (event.target === event.currentTarget) onClose();
      }}
      className="modal m-0 mt-auto w-full max-w-full rounded-t-3xl border border-line bg-surface p-0 text-ink shadow-panel sm:m-auto sm:max-w-lg sm:rounded-3xl"
    >
      {children}
    </dialog>
  );
}
