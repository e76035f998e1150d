import { foldUserName, type KnownUser } from "./user.ts";

/** Whom a tag label means. */
export type LabelVerdict =
  | { readonly kind: "nobody" }
  | { readonly kind: "user"; readonly user: KnownUser }
  | { readonly kind: "ambiguous"; readonly users: readonly KnownUser[] };

/** Decides a label once and remembers; labels are compared as whole canonical tokens, never in part. */
export type LabelResolver = (label: string) => LabelVerdict;

const NOBODY: LabelVerdict = { kind: "nobody" };
/** Overseerr's `12 - name`, and Seerr's `12-name`. */
const NUMBERED_LABEL = /^\d+(?<separator> - |-)(?<name>.+)$/u;
/** What accents become beside their letters when a name is taken apart. */
const ACCENTS = /[\u0300-\u036f]/gu;

/** The canonical token of a label: *arr apps store them in lower case already, hand-made ones may not be. */
export function canonicalLabel(label: string): string {
  return label.normalize("NFC").trim().toLowerCase();
}

/** Ombi's form of a name: runs outside a-z and 0-9 become one hyphen, none at the ends; may be empty. */
function ombiForm(name: string): string {
  return foldUserName(name)
    .replaceAll(/[^a-z0-9]+/gu, "-")
    .replaceAll(/^-|-$/gu, "");
}

/**
 * Seerr's form of a name: no accents, a hyphen for blanks, and nothing else but a-z, 0-9 and single hyphens, none at the
 * ends; may be empty. Two people have the same one sooner than the same name (`José`, `Jose`).
 *
 * Source: Seerr's MediaRequestSubscriber, which then leaves it to the *arr to write it in lower case.
 */
function seerrForm(name: string): string {
  return foldUserName(name)
    .normalize("NFD")
    .replaceAll(ACCENTS, "")
    .replaceAll(/\s+/gu, "-")
    .replaceAll(/[^a-z0-9-]/gu, "")
    .replaceAll(/-+/gu, "-")
    .replaceAll(/^-|-$/gu, "");
}

/** The forms of a name a label can be equal to, or hold behind a number. */
function nameForms(name: string): readonly string[] {
  return [...new Set([foldUserName(name), ombiForm(name)])].filter((form) => form !== "");
}

/**
 * Builds the resolver for one household.
 *
 * @param users everybody the media server knows, so that a label that fits two people is noticed.
 * @param userTags the admin's explicit mapping: user name to labels. A label in it means whom it says and nobody
 *   else, also when it would fit another name; mapped to two people, or to a name that two have, it means neither.
 * Source: Ombi's StringHelper, and the MediaRequestSubscriber of Overseerr and Seerr, make these labels.
 */
export function createLabelResolver(
  users: readonly KnownUser[],
  userTags: ReadonlyMap<string, readonly string[]>,
): LabelResolver {
  const byForm = new Map<string, Set<KnownUser>>();
  /** By what may be behind a number, and by what only Seerr puts there. */
  const byNumbered = new Map<string, Set<KnownUser>>();
  const bySeerrForm = new Map<string, Set<KnownUser>>();
  const byName = new Map<string, Set<KnownUser>>();
  for (const user of users) {
    addTo(byName, foldUserName(user.name), user);
    for (const form of nameForms(user.name)) {
      addTo(byForm, form, user);
      addTo(byForm, `user-${form}`, user);
      addTo(byNumbered, form, user);
    }
    addTo(bySeerrForm, seerrForm(user.name), user);
  }
  const mapped = new Map<string, Set<string>>();
  for (const [name, labels] of userTags) {
    for (const label of labels) addTo(mapped, canonicalLabel(label), foldUserName(name));
  }

  const decide = (label: string): LabelVerdict => {
    const names = mapped.get(label);
    if (names !== undefined) {
      const found = [...names].flatMap((name) => [...(byName.get(name) ?? [])]);
      // Mapped to somebody the media server does not know (yet): still nobody else's.
      return names.size > 1 ? { kind: "ambiguous", users: found } : verdictOf(found);
    }
    // Whoever it fits, in whichever form, has as good a claim as the others: so all of them count.
    const { separator, name = "" } = NUMBERED_LABEL.exec(label)?.groups ?? {};
    return verdictOf([
      ...new Set([
        ...(byForm.get(label) ?? []),
        ...(byNumbered.get(name) ?? []),
        ...(separator === "-" ? (bySeerrForm.get(name) ?? []) : []),
      ]),
    ]);
  };

  const decided = new Map<string, LabelVerdict>();
  return (label) => {
    const token = canonicalLabel(label);
    let verdict = decided.get(token);
    if (verdict === undefined) {
      verdict = token === "" ? NOBODY : decide(token);
      decided.set(token, verdict);
    }
    return verdict;
  };
}

function verdictOf(users: readonly KnownUser[]): LabelVerdict {
  const [first, ...others] = users;
  if (first === undefined) return NOBODY;
  return others.length === 0 ? { kind: "user", user: first } : { kind: "ambiguous", users };
}

function addTo<K, V>(index: Map<K, Set<V>>, key: K, value: V): void {
  const values = index.get(key);
  if (values === undefined) index.set(key, new Set([value]));
  else values.add(value);
}
