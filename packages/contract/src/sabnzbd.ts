import { Type, type Static } from "typebox";

import { InstanceQuery } from "./instance.ts";

export const SabnzbdHistoryQuery = Type.Object({
  limit: Type.Optional(
    Type.Integer({ minimum: 1, maximum: 1000, default: 50, description: "Jobs, newest first." }),
  ),
  ...InstanceQuery.properties,
});
export type SabnzbdHistoryQuery = Static<typeof SabnzbdHistoryQuery>;
