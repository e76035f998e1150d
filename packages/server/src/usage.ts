import { SETTING_WORDS } from "./config/setting-words.ts";

/** How far the words of settings are indented: the longest name and two blanks. */
const NAME_WIDTH = Math.max(...Object.keys(SETTING_WORDS).map((name) => name.length)) + 2;

/**
 * What `sofarr --help` prints: the commands, and every setting there is.
 *
 * @param kinds the services that can have instances, e.g. `sonarr`.
 */
export function usage(version: string, kinds: readonly string[]): string {
  const settings = Object.entries(SETTING_WORDS).map(
    ([name, words]) => `  ${name.padEnd(NAME_WIDTH)}${words}`,
  );
  const services = kinds.map((kind) => kind.toUpperCase()).join(", ");
  return `sofarr ${version}

Usage:
  sofarr           start the server, configured by the environment
  sofarr doctor    look at the database, try every connection, say what to change
  sofarr --version | --help

Settings, with their defaults in brackets:
${settings.join("\n")}

Services: ${services}
  One of a kind: SONARR_URL with SONARR_API_KEY, or QBITTORRENT_URL with QBITTORRENT_USERNAME and
  QBITTORRENT_PASSWORD; also _NAME, _ID, _PUBLIC_URL and _TLS.
  Several: SONARR_INSTANCES='[{"name":"main","url":"http://sonarr:8989","apiKey":"..."}]' and so on.

Every name also works with _FILE behind it, naming a file that holds the value, and in the YAML file that
CONFIG_FILE names. docs/configuration.md in sofarr's source says more about each.`;
}
