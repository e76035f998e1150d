export type { ArrShape } from "./arr-shape.ts";
export { ArrClient } from "./client.ts";
