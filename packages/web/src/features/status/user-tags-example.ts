import type { TagProblem } from "@sofarr/contract";

/** A setting that would solve a tag problem, if the label is meant for `name`. */
export interface UserTagsExample {
  /** `null` when the label fits nobody, so that nobody can be named. */
  readonly name: string | null;
  /** As it is put into the environment. */
  readonly setting: string;
}

/** Stands where a name is to be put. */
const ANY_NAME = "Name";

/** The example for the first person a label fits. */
export function userTagsExample({ label, users }: TagProblem): UserTagsExample {
  const name = users[0] ?? null;
  return { name, setting: `USER_TAGS=${JSON.stringify({ [name ?? ANY_NAME]: [label] })}` };
}
