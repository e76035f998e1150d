import { Type, type Static } from "typebox";

import { oneOf } from "./one-of.ts";

/** As many as the rolling buffer holds: more at once would push each other out. */
const MOST_CLIENT_LOGS = 1000;

export const DebugStatusResponse = Type.Object({ enabled: Type.Boolean() });
export type DebugStatusResponse = Static<typeof DebugStatusResponse>;

/** One of the four doors to the logs; read it as `x-webhook-secret`. */
export const DebugHeaders = Type.Object({
  "X-Webhook-Secret": Type.Optional(
    Type.String({ description: "The webhook secret, instead of a session." }),
  ),
});

/** One line of a browser's console. Long messages are cut, not refused. */
export const ClientLog = Type.Object({
  timestamp: Type.Optional(Type.String({ format: "date-time" })),
  level: oneOf(["info", "warn", "error"]),
  message: Type.String(),
});
export type ClientLog = Static<typeof ClientLog>;

export const ClientLogBatch = Type.Array(ClientLog, { maxItems: MOST_CLIENT_LOGS });
export type ClientLogBatch = Static<typeof ClientLogBatch>;

export const ClientLogsResponse = Type.Object({
  success: Type.Boolean(),
  count: Type.Integer({ description: "Lines that were kept." }),
});
export type ClientLogsResponse = Static<typeof ClientLogsResponse>;
