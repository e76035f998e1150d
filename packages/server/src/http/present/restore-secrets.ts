import { MASK, type SecretMask } from "./mask-secrets.ts";

/** What came of restoring: the whole, or why not. */
export type Restored =
  | { readonly ok: true; readonly value: unknown }
  | {
      readonly ok: false;
      /** `unknown`: nothing known stands behind this mask. `elsewhere`: the secret would go to another place than so far. */
      readonly why: "unknown" | "elsewhere";
      /** Where in what was sent, e.g. `fields.headers.X-Token`. */
      readonly place: string;
    };

/** Whether there is a masked secret anywhere in it. */
export function holdsMask(value: unknown): boolean {
  if (typeof value === "string") return value.includes(MASK);
  return typeof value === "object" && value !== null && Object.values(value).some(holdsMask);
}

/**
 * Undoes masks in something that was read masked and is sent back changed, so that saving it never puts a mask in the
 * place of a secret. A mask is undone only where it is exactly what reading gave, and only as long as the secret goes
 * where it has gone so far: otherwise whoever may write it could have it sent to themselves.
 *
 * @param stored the same thing as it is now, in clear (or masked by its own service, which then takes its mask back).
 */
export function restoreSecrets(sent: unknown, stored: unknown, mask: SecretMask): Restored {
  if (!holdsMask(sent)) return { ok: true, value: sent };
  const unknown: string[] = [];
  const value = restore(sent, stored, mask(stored), "", unknown);
  const [place] = unknown;
  if (place !== undefined) return { ok: false, why: "unknown", place };
  const moved = movedDestination(value, stored);
  return moved === null ? { ok: true, value } : { ok: false, why: "elsewhere", place: moved };
}

/** @param unknown gathers the places of masks nothing is known of. */
function restore(
  sent: unknown,
  stored: unknown,
  masked: unknown,
  place: string,
  unknown: string[],
): unknown {
  if (!holdsMask(sent)) return sent;
  if (typeof sent === "string") {
    if (sent === masked) return stored;
    unknown.push(place);
    return sent;
  }
  if (Array.isArray(sent)) {
    return sent.map((item: unknown, at) => {
      const other = counterpartOf(item, at, stored);
      const [name, was, shown] = [
        nameOf(item) ?? at,
        memberOf(stored, other),
        memberOf(masked, other),
      ];
      return restore(item, was, shown, join(place, name), unknown);
    });
  }
  return Object.fromEntries(
    Object.entries(sent as object).map(([name, member]) => [
      name,
      // A pair's own name says more than the word `value`.
      restore(
        member,
        memberOf(stored, name),
        memberOf(masked, name),
        name === "value" && place !== "" ? place : join(place, name),
        unknown,
      ),
    ]),
  );
}

/** Forms and headers are lists of pairs, found by their name if they moved; any other list goes by position. */
function counterpartOf(item: unknown, at: number, stored: unknown): number {
  const name = nameOf(item);
  if (name === null || !Array.isArray(stored) || nameOf(stored[at]) === name) return at;
  return stored.findIndex((other) => nameOf(other) === name);
}

function nameOf(pair: unknown): string | null {
  const name = memberOf(pair, "name") ?? memberOf(pair, "key");
  return typeof name === "string" && name !== MASK ? name : null;
}

function memberOf(value: unknown, name: string | number): unknown {
  return typeof value === "object" && value !== null && Object.hasOwn(value, name)
    ? (value as Readonly<Record<string | number, unknown>>)[name]
    : undefined;
}

function join(place: string, name: string | number): string {
  return place === "" ? String(name) : `${place}.${name}`;
}

/** Form fields that say where something is sent. */
const DESTINATION = /(?:url|host|hostname|server|domain|address|endpoint|port|ssl)$/i;

/** The first form field that leads elsewhere than before; `null` when all lead where they led. */
function movedDestination(next: unknown, stored: unknown): string | null {
  if (memberOf(next, "implementation") !== memberOf(stored, "implementation")) {
    return "implementation";
  }
  const before = destinationsOf(stored);
  const after = destinationsOf(next);
  const names = new Set([...before.keys(), ...after.keys()]);
  return [...names].find((name) => before.get(name) !== after.get(name)) ?? null;
}

function destinationsOf(form: unknown): ReadonlyMap<string, string> {
  const fields = memberOf(form, "fields");
  const destinations = new Map<string, string>();
  for (const field of Array.isArray(fields) ? fields : []) {
    const name = nameOf(field);
    if (name !== null && DESTINATION.test(name)) {
      destinations.set(name, originOf(memberOf(field, "value")));
    }
  }
  return destinations;
}

/** Of an address where it leads, without what is asked there; anything else as it is. */
function originOf(value: unknown): string {
  return typeof value === "string" && URL.canParse(value)
    ? `${new URL(value).protocol}//${new URL(value).host}`
    : JSON.stringify(value ?? "");
}
