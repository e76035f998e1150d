import { Type, type Static } from "typebox";

import { InstanceQuery } from "./instance.ts";

export const SabnzbdHistoryQuery = Type.Object({
  limit: Type.Optional(
    Type.Integer({
      default: 50,
      description:
        "Jobs, newest first: never more than 1000, whatever is asked; 0 or less leaves it to SABnzbd.",
    }),
  ),
  ...InstanceQuery.properties,
});
export type SabnzbdHistoryQuery = Static<typeof SabnzbdHistoryQuery>;
