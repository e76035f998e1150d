import type { MediaServerSimulator } from "../simulators/media-server/index.ts";
import type { OmbiSimulator, OmbiUser } from "../simulators/ombi/index.ts";

/** Somebody to sign in as. */
export interface Login {
  readonly name: string;
  readonly password: string;
  readonly role: "admin" | "member";
}

/**
 * The people of the household. The last two are one and the same to Ombi's form of a name (`jonas-k`), so a
 * title with that label belongs to neither.
 */
export const LOGINS: readonly Login[] = [
  { name: "Robin", password: "robin-demo", role: "admin" },
  { name: "Mira", password: "mira-demo", role: "member" },
  { name: "Ana Lucía", password: "ana-demo", role: "member" },
  { name: "Jonas K", password: "jonas-demo", role: "member" },
  { name: "jonas-k", password: "tablet-demo", role: "member" },
];

/** Makes the accounts at the media server and in Ombi, and gives back Ombi's by name. */
export function castHousehold(
  mediaServer: MediaServerSimulator,
  ombi: OmbiSimulator,
): ReadonlyMap<string, OmbiUser> {
  const people = new Map<string, OmbiUser>();
  for (const { name, password, role } of LOGINS) {
    const isAdmin = role === "admin";
    const account = mediaServer.addUser({ name, password, isAdmin, hasImage: true });
    const userType = mediaServer.kind;
    people.set(
      name,
      ombi.addUser({ userName: name, userType, providerUserId: account.id, isAdmin }),
    );
  }
  return people;
}
