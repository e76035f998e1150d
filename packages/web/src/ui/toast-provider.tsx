import { useState, type ReactNode } from "react";

import { createToasts } from "../state/toasts.ts";
import { ToastContext } from "./toast-context.ts";
import { ToastRegion } from "./toast-region.tsx";

/** Lets everything below it say what just happened. */
export function ToastProvider({ children }: { readonly children: ReactNode }) {
  const [toasts] = useState(createToasts);
  return (
    <ToastContext value={toasts}>
      {children}
      <ToastRegion toasts={toasts} />
    </ToastContext>
  );
}
