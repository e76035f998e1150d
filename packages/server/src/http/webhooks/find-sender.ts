import type { Instance } from "../../upstreams/instance.ts";

/** All that an event says of where it comes from. */
export interface SenderHints {
  /** From the address it was sent to, where the one-click set-up wrote it. */
  readonly instanceId: string | null;
  /** What the sender calls itself. */
  readonly name: string | null;
  /** The address it was told that it has. */
  readonly url: string | null;
}

/** Who may have sent an event. */
export interface Senders {
  readonly instances: readonly Instance[];
  /** Whether it was this one instance; otherwise it may have been any of them. */
  readonly isCertain: boolean;
}

/**
 * Finds the instance an event comes from: by the id in its address, being the only one, the name it gives itself, or its
 * own address. Two that call themselves just `Sonarr` cannot be told apart.
 *
 * @param instances every configured one of that kind.
 */
export function findSenders(instances: readonly Instance[], hints: SenderHints): Senders {
  const only =
    onlyOne(instances, ({ id }) => id === hints.instanceId) ??
    onlyOne(instances, () => true) ??
    onlyOne(instances, (one) => hints.name !== null && isCalled(one, hints.name)) ??
    onlyOne(instances, (one) => hints.url !== null && isAt(one, hints.url));
  return only === null ? { instances, isCertain: false } : { instances: [only], isCertain: true };
}

function onlyOne(
  instances: readonly Instance[],
  check: (instance: Instance) => boolean,
): Instance | null {
  const [first, ...others] = instances.filter(check);
  return first === undefined || others.length > 0 ? null : first;
}

/** Whatever the case, and whether or not one of the two adds what it is: `Main Sonarr` is `main`. */
function isCalled({ id, kind, name }: Instance, given: string): boolean {
  const bare = bareName(given, kind);
  return id.toLowerCase() === given.toLowerCase() || (bare !== "" && bare === bareName(name, kind));
}

function bareName(name: string, kind: string): string {
  const words = name.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  return words.filter((word) => word !== kind).join(" ");
}

function isAt({ url, publicUrl }: Instance, given: string): boolean {
  return [url, publicUrl].some((one) => one !== null && plainUrl(one) === plainUrl(given));
}

function plainUrl(url: string): string {
  return url.toLowerCase().replace(/(?<!\/)\/+$/u, "");
}
