import { createCell, type Observable } from "./observable.ts";

/** A short message about what just happened. */
export interface Toast {
  readonly id: number;
  readonly tone: "done" | "stuck" | "failed";
  readonly text: string;
  /** Something to do about it; such a message stays until it is done or put away. */
  readonly action: { readonly text: string; readonly run: () => void } | null;
}

export interface Toasts {
  readonly list: Observable<readonly Toast[]>;
  show(toast: Pick<Toast, "tone" | "text"> & Partial<Pick<Toast, "action">>): void;
  dismiss(id: number): void;
}

/** More at once is a wall nobody reads: the oldest go. */
const MOST = 3;

/** Creates an empty list of messages. */
export function createToasts(): Toasts {
  const list = createCell<readonly Toast[]>([]);
  let lastId = 0;
  return {
    list,
    show: ({ tone, text, action = null }) => {
      lastId += 1;
      const others = list.get().filter((toast) => toast.text !== text);
      list.set([...others, { id: lastId, tone, text, action }].slice(-MOST));
    },
    dismiss: (id) => list.set(list.get().filter((toast) => toast.id !== id)),
  };
}
