import { createContext, use } from "react";

import type { Toasts } from "../state/toasts.ts";

export const ToastContext = createContext<Toasts | null>(null);

/** @throws when used outside `ToastProvider`, which is a fault of ours. */
export function useToasts(): Toasts {
  const toasts = use(ToastContext);
  if (toasts === null) throw new Error("useToasts needs a ToastProvider above it.");
  return toasts;
}
