/** Somebody of the household. */
export interface Person {
  readonly name: string;
  readonly password: string;
  readonly isAdmin: boolean;
  /** The tag labels that mean this person and nobody else: said here, not worked out. */
  readonly labels: readonly string[];
  /** Where they call from: limits are by address. */
  readonly address: string;
}

const LABELS: Readonly<Record<string, readonly string[]>> = {
  Root: ["root", "user-root"],
  Alice: ["alice", "user-alice", "4-alice"],
  Bob: ["bob", "12 - bob"],
  Bobby: ["bobby", "user-bobby"],
  Carol: ["carol", "user-carol"],
  Dan: ["dan", "7-dan"],
  Daniela: ["daniela"],
  "Ana Lucía": ["ana lucía", "ana-luc-a", "user-ana-luc-a"],
  Erin: ["erin"],
  Frank: ["frank", "user-frank"],
  // To Ombi's form of a name these two are one: what it makes of either means neither.
  "Jonas K": ["jonas k"],
  "jonas-k": [],
  Gina: ["gina", "31-gina"],
};

/** Labels that mean nobody, or two people at once. */
export const NOBODYS_LABELS = ["kids", "jonas-k", "user-jonas-k", "4k", "ali", "2-danie"] as const;

/** The people; the first is an admin. */
export const PEOPLE: readonly Person[] = Object.entries(LABELS).map(([name, labels], at) => ({
  name,
  password: `password-of-${at}`,
  isAdmin: at === 0,
  labels,
  address: `127.0.1.${at + 1}`,
}));
