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
  readonly radarr: Address;
}

export const ADMIN = "root";
export const PASSWORD = "bench-password";

/** @param at from 0. */
export function personName(at: number): string {
  return `person-${at + 1}`;
}

/**
 * sofarr's settings for a household, or for a part of it; each address may be configured several times, under several
 * names.
 */
export function environmentOf(
  {
    mediaServer,
    client,
    sonarr,
    radarr,
  }: Pick<HouseholdFacts, "mediaServer" | "client"> & Partial<HouseholdFacts>,
  names: readonly string[] = ["main"],
): Record<string, string> {
  const instances = (address: Address | undefined): Record<string, string> => {
    if (address === undefined) return {};
    const { kind, ...entry } = address;
    const all = names.map((name) => ({ name, ...entry }));
    return { [`${kind.toUpperCase()}_INSTANCES`]: JSON.stringify(all) };
  };
  return {
    EMBY_URL: mediaServer.url,
    EMBY_API_KEY: mediaServer.apiKey,
    ...instances(client),
    ...instances(sonarr),
    ...instances(radarr),
  };
}
