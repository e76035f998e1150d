import { Type, type Static } from "typebox";

import { nullable } from "./nullable.ts";

/** What every failed call answers with. Never a stack, an address, a query string or a key. */
export const ErrorResponse = Type.Object(
  {
    error: Type.String({ description: "What went wrong and what to change." }),
    details: Type.Optional(nullable(Type.String())),
  },
  { title: "ErrorResponse" },
);
export type ErrorResponse = Static<typeof ErrorResponse>;
