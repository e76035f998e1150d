export type {
  ArrControl,
  ArrHistoryRecord,
  ArrNotifications,
  PassThroughAnswer,
  PassThroughCall,
  QueueRemoval,
  SearchCommand,
} from "./arr-control.ts";
export type { ArrShape } from "./arr-shape.ts";
export { ArrClient } from "./client.ts";
export type { ArrHistoryEvent } from "./history-events.ts";
