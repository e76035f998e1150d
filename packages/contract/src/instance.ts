import { Type, type Static } from "typebox";

/** Chooses one configured instance by its id; without it the first one is meant. */
export const InstanceQuery = Type.Object({
  instance: Type.Optional(
    Type.String({
      minLength: 1,
      maxLength: 128,
      description: "Id of a configured instance, e.g. sonarr-main; the first one when absent.",
    }),
  ),
});
export type InstanceQuery = Static<typeof InstanceQuery>;
