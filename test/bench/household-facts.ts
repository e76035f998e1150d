/** How to reach one simulator and what to sign in with. */
export interface Address {
  readonly kind: string;
  readonly url: string;
  readonly apiKey?: string;
  readonly username?: string;
  readonly password?: string;
}

/** What sofarr must be told of a household, and nothing it holds: these cross from process to process. */
export interface HouseholdFacts {
  readonly mediaServer: { readonly url: string; readonly apiKey: string };
  readonly client: Address;
  readonly sonarr: Address;
}

export const ADMIN = "root";
export const PASSWORD = "bench-password";

/** @param at from 0. */
export function personName(at: number): string {
  return `person-${at + 1}`;
}

/** sofarr's settings for a household; each address may be configured several times, under several names. */
export function environmentOf(
  facts: HouseholdFacts,
  names: readonly string[] = ["main"],
): Record<string, string> {
  const instances = ({ kind, ...entry }: Address): Record<string, string> => ({
    [`${kind.toUpperCase()}_INSTANCES`]: JSON.stringify(names.map((name) => ({ name, ...entry }))),
  });
  return {
    EMBY_URL: facts.mediaServer.url,
    EMBY_API_KEY: facts.mediaServer.apiKey,
    ...instances(facts.client),
    ...instances(facts.sonarr),
  };
}
