import { useEffectEvent, useLayoutEffect, useRef, type ReactNode } from "react";

interface ModalProps {
  /** Id of its heading. */
  readonly labelledBy: string;
  /** Id of what is read out with it, where the heading alone does not say enough. */
  readonly describedBy?: string;
  /** The person wants it gone, by Esc or a press beside it. */
  readonly onClose: () => void;
  /** The buttons: always in sight, however long the rest is. */
  readonly foot: ReactNode;
  readonly children: ReactNode;
}

/**
 * A window above everything else, from the foot on a phone. The platform's own dialog does what a library would: it
 * keeps the focus inside, the page behind it out of reach, and gives the focus back to what opened it.
 */
export function Modal({ labelledBy, describedBy, onClose, foot, children }: ModalProps) {
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
      aria-describedby={describedBy}
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
      <div className="grid gap-5 p-5 sm:p-7">{children}</div>
      <div className="sticky bottom-0 flex flex-col-reverse gap-3 border-t border-line bg-surface p-5 pb-[calc(1.25rem+env(safe-area-inset-bottom))] sm:flex-row sm:justify-end sm:px-7">
        {foot}
      </div>
    </dialog>
  );
}
