import { Type, type TSchema, type TUnion, type TNull } from "typebox";

/** `T | null` in the way OpenAPI 3.1 and the serialiser both understand it. */
export function nullable<T extends TSchema>(schema: T): TUnion<[T, TNull]> {
  return Type.Union([schema, Type.Null()]);
}
