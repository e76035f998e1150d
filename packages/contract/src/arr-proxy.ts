import { Type, type Static } from "typebox";

import { InstanceQuery } from "./instance.ts";

const LARGEST_ID = 2_147_483_647;

/** The id of a series, movie or notification in an *arr: a 32-bit number. */
export const ArrIdParams = Type.Object({
  id: Type.Integer({ minimum: 1, maximum: LARGEST_ID }),
});
export type ArrIdParams = Static<typeof ArrIdParams>;

export const ArrHistoryQuery = Type.Object({
  pageSize: Type.Optional(
    Type.Integer({
      default: 50,
      description: "Rows, newest first: at least 1, and never more than 1000, whatever is asked.",
    }),
  ),
  ...InstanceQuery.properties,
});
export type ArrHistoryQuery = Static<typeof ArrHistoryQuery>;
