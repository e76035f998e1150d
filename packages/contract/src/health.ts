import { Type, type Static } from "typebox";

export const HealthResponse = Type.Object({
  status: Type.String(),
  uptime: Type.Number({ description: "Seconds." }),
});
export type HealthResponse = Static<typeof HealthResponse>;

export const ReadyResponse = Type.Object({
  status: Type.String(),
  reason: Type.Optional(Type.String()),
});
export type ReadyResponse = Static<typeof ReadyResponse>;
