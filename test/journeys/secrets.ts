import { expect } from "vitest";

import type { Household } from "./household.ts";

/** No password, key or token of the household is in anything the server logged. */
export function expectNoSecretsLogged(household: Household): void {
  const { mediaServer, sonarr, anime, radarr, qbittorrent, sabnzbd, environment, log } = household;
  const secrets = [
    ...mediaServer.users().map(({ password }) => password),
    ...mediaServer.sessions().map(({ token }) => token),
    ...[mediaServer, sonarr, anime, radarr].map(({ apiKey }) => apiKey),
    ...[qbittorrent, sabnzbd].map(({ credentials }) =>
      "apiKey" in credentials ? credentials.apiKey : credentials.password,
    ),
    environment["SOFARR_WEBHOOK_SECRET"] ?? "",
  ];
  const lines = log.join("");
  expect(lines).not.toBe("");
  expect(secrets.filter((secret) => secret !== "" && lines.includes(secret))).toEqual([]);
}
