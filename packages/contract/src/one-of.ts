import { Type, type TUnsafe } from "typebox";

/**
 * One of a few words. A plain `enum` of strings: generators of clients read it better than a choice of constants, and
 * the serialiser writes it without asking a validator.
 */
export function oneOf<const T extends string>(
  words: readonly T[],
  options: { readonly description?: string; readonly default?: T } = {},
): TUnsafe<T> {
  return Type.Unsafe<T>({ type: "string", enum: [...words], ...options });
}
