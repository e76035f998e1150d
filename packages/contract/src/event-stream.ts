import { Type } from "typebox";

/** Server-Sent Events. Streams are written by hand; this is for the document. */
export const EventStream = Type.Unsafe<string>({
  type: "string",
  description: "Server-Sent Events.",
});
