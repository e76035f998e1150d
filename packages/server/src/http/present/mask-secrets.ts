import type { Config } from "../../config/config.ts";
import type { Secret } from "../../config/secret.ts";

/** What stands where a secret was: the *arrs' own word, which they take as "unchanged" for their passwords. */
export const MASK = "********";

/** Cuts secrets out of an answer made of plain JSON values; what it is given stays as it is. */
export type SecretMask = (value: unknown) => unknown;

/** Names whose value is a secret, or (the last) an address that may carry one anywhere; lower case, letters alone. */
const SECRET_NAMES: ReadonlySet<string> = new Set([
  "authkey",
  "authorization",
  "pass",
  "passkey",
  "passphrase",
  "passwd",
  "pwd",
  "rsskey",
  "sid",
  "torrentpass",
  "downloadurl",
]);
/** Parameters that are secret in an address alone: many indexers take an account's key as `r`. */
const SECRET_PARAMETERS: ReadonlySet<string> = new Set(["r"]);
const SECRET_ENDINGS = ["apikey", "password", "privatekey", "secret", "token", "cookie", "cookies"];
const HEADER_ENDING = "headers";
/** How an *arr marks the fields of its forms that hold secrets. */
const SECRET_PRIVACY: readonly unknown[] = ["password", "apiKey"];
/** Anything shorter is found in ordinary words as well. */
const SHORTEST_FOUND = 6;

const QUERY_PARAMETER = /([?&;])([\w.-]+)=([^&;#\s"'<>]+)/g;
const URL_CREDENTIALS = /:\/\/[^/?#\s@]+@/g;

/**
 * Makes the function that masks secrets: values of fields that are named like one, of HTTP headers, of form fields of an
 * *arr, of query parameters and credentials in addresses, and `secrets` themselves wherever they occur in a text.
 * Yes and no, `null` and empty texts are no secrets. Masking twice changes nothing more.
 *
 * @param secrets in clear; ones of fewer than six characters are only known by the names of their fields.
 */
export function createSecretMask(secrets: readonly string[]): SecretMask {
  const known = secrets
    .filter((secret) => secret.length >= SHORTEST_FOUND)
    .flatMap((secret) => [secret, encodeURIComponent(secret.toWellFormed())])
    // A longer one may have a shorter one in it.
    .sort((a, b) => b.length - a.length)
    .map((secret) => secret.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, String.raw`\$&`));
  const anySecret = known.length === 0 ? null : new RegExp([...new Set(known)].join("|"), "g");

  const maskText = (text: string): string =>
    (anySecret === null ? text : text.replaceAll(anySecret, MASK))
      .replaceAll(QUERY_PARAMETER, (all, before: string, name: string) =>
        isSecretName(name) || SECRET_PARAMETERS.has(name) ? `${before}${name}=${MASK}` : all,
      )
      .replaceAll(URL_CREDENTIALS, `://${MASK}@`);

  const mask = (value: unknown): unknown => {
    if (typeof value === "string") return maskText(value);
    if (Array.isArray(value)) return value.map(mask);
    if (typeof value !== "object" || value === null) return value;
    const cut = cutterOfPair(value as Readonly<Record<string, unknown>>);
    return Object.fromEntries(
      Object.entries(value).map(([name, member]) => {
        if (cut !== null && name === "value") return [name, cut(member)];
        if (isSecretName(name)) return [name, maskAll(member)];
        return [name, isHeaderName(name) ? maskHeaders(member) : mask(member)];
      }),
    );
  };
  return mask;
}

/** Every secret of the configuration, in clear: for `createSecretMask` alone. */
export function configuredSecrets(config: Config, cookieSecret: Secret | null): readonly string[] {
  const { mediaServer, arrs, downloadClients, requestManagers } = config;
  const { webhookSecret, metricsSecret } = config;
  const instances = [...(mediaServer === null ? [] : [mediaServer]), ...arrs];
  return [...instances, ...downloadClients, ...requestManagers]
    .flatMap(({ apiKey, password }) => [apiKey, password])
    .concat(webhookSecret, metricsSecret, cookieSecret)
    .flatMap((secret) => secret?.reveal() ?? []);
}

function isSecretName(name: string): boolean {
  const plain = plainName(name);
  return SECRET_NAMES.has(plain) || SECRET_ENDINGS.some((ending) => plain.endsWith(ending));
}

function isHeaderName(name: string): boolean {
  return plainName(name).endsWith(HEADER_ENDING);
}

function plainName(name: string): string {
  return name.toLowerCase().replaceAll(/[^a-z]/g, "");
}

/** For `{ name, value }` and `{ key, value }`, which is how the *arrs write forms and headers. */
function cutterOfPair(pair: Readonly<Record<string, unknown>>): SecretMask | null {
  const name = pair["name"] ?? pair["key"];
  if (typeof name !== "string") return null;
  if (isHeaderName(name)) return maskHeaders;
  return isSecretName(name) || SECRET_PRIVACY.includes(pair["privacy"]) ? maskAll : null;
}

/** Headers as pairs keep their names; any other form of them is masked whole. */
function maskHeaders(value: unknown): unknown {
  if (!Array.isArray(value)) return maskAll(value);
  return value.map((header: unknown) =>
    typeof header === "object" && header !== null && "value" in header
      ? { ...header, value: maskAll(header.value) }
      : maskAll(header),
  );
}

function maskAll(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(maskAll);
  if (typeof value === "object" && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, maskAll(one)]));
  }
  return typeof value === "number" || (typeof value === "string" && value !== "") ? MASK : value;
}
