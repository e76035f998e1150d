import { Type, type Static } from "typebox";

/** A yes or no in a query; `1` and `0` are as good as the words. */
export const Flag = Type.Union([Type.Boolean(), Type.Literal("1"), Type.Literal("0")]);
export type Flag = Static<typeof Flag>;

/** Whether a flag of a query is set; absent is no. */
export function isFlagSet(flag: Flag | "true" | "false" | undefined): boolean {
  return flag === true || flag === "true" || flag === "1";
}
