import { createContext, use } from "react";

import type { ApiClient } from "./client.ts";

export const ApiContext = createContext<ApiClient | null>(null);

/** @throws when used outside `ApiContext`, which is a fault of ours. */
export function useApi(): ApiClient {
  const api = use(ApiContext);
  if (api === null) throw new Error("useApi needs an ApiContext above it.");
  return api;
}
