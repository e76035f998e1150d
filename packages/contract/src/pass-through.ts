import { Type, type TSchema, type TUnsafe } from "typebox";

/** Marks, and tells readers of the document, that an answer is another service's own. */
const MARK = "x-passed-through";

/** A passed-through object, as it came but for masked secrets. */
export const PassedThroughObject: TUnsafe = Type.Unsafe({
  type: "object",
  additionalProperties: true,
  description: "The service's own answer, with secrets masked.",
  [MARK]: true,
});

/** A passed-through list, as it came but for masked secrets. */
export const PassedThroughList: TUnsafe = Type.Unsafe({
  type: "array",
  items: {},
  description: "The service's own answer, with secrets masked.",
  [MARK]: true,
});

/**
 * Whether answers of this schema must not be serialised by it: the schema only says roughly what comes, and a
 * serialiser made from it would bend what is different into shape (a list into an object, null into `{}`).
 */
export function isPassedThrough(schema: TSchema): boolean {
  return MARK in schema;
}

/** A body handed on as it is. */
export const PassedOnBody = Type.Unsafe<Readonly<Record<string, unknown>>>({
  type: "object",
  additionalProperties: true,
});
