import { readFileSync } from "node:fs";

import type { Instance, InstanceTls } from "../upstreams/instance.ts";
import type { CredentialStyle } from "../upstreams/upstream.ts";
import type { Findings } from "./config.ts";
import { Secret } from "./secret.ts";
import { fitsHeader, normaliseUrl, parseJson } from "./settings.ts";

/** What must be known of a kind to read its instances. */
export interface InstanceKind {
  readonly kind: string;
  readonly credentials: CredentialStyle;
  readonly schemes: readonly string[];
}

/**
 * Checks one instance.
 *
 * @param entry its fields, by their names in a list.
 * @param variable how to name a field to the admin, also one inside another (`tls.ca`).
 * @returns `null` when it cannot be used, which was noted.
 */
export function readInstance(
  entry: Readonly<Record<string, unknown>>,
  kind: InstanceKind,
  variable: (field: string) => string,
  { problems }: Findings,
): Instance | null {
  const before = problems.length;
  const wrong = (field: string, problem: string, remedy: string): null => {
    problems.push({ variable: variable(field), problem, remedy });
    return null;
  };
  const text = (field: string): string | null => {
    const value = entry[field];
    if (value === undefined || value === null || value === "") return null;
    if (typeof value === "string") return value.trim();
    if (typeof value === "number") return String(value);
    return wrong(field, "It is not text.", "Give a text.");
  };
  const url = (field: string, schemes: readonly string[]): string | null => {
    const value = text(field);
    if (value === null) return null;
    const checked = normaliseUrl(value, schemes);
    return checked.ok ? checked.value : wrong(field, checked.problem, checked.remedy);
  };

  const name =
    text("name") ?? wrong("name", "It is missing.", "Give each instance a name of its own.");
  const address = url("url", kind.schemes);
  if (address === null && problems.length === before) {
    wrong(
      "url",
      "It is missing.",
      `Give the address, e.g. ${kind.schemes[0] ?? "http:"}//host:port.`,
    );
  }
  const apiKey = text("apiKey");
  if (kind.credentials === "api-key" && apiKey === null) {
    wrong("apiKey", "It is missing.", `Copy the API key from the settings of ${kind.kind}.`);
  }
  if (apiKey !== null && !fitsHeader(apiKey)) {
    wrong(
      "apiKey",
      "It has a character in it that cannot be sent (a line break, or none of ASCII).",
      `Copy the API key from the settings of ${kind.kind} again, and nothing beside it.`,
    );
  }
  const username = text("username");
  if (username !== null && /\p{Cc}/u.test(username)) {
    wrong("username", "It has a line break or the like in it.", "Give the name alone.");
  }
  const password = entry["password"];
  if (
    password !== undefined &&
    password !== null &&
    typeof password !== "string" &&
    typeof password !== "number"
  ) {
    wrong("password", "It is not text.", "Give a text.");
  }
  if (
    username === null &&
    password !== undefined &&
    password !== null &&
    password !== "" &&
    kind.credentials === "login"
  ) {
    wrong("username", "A password is given without a user name.", "Give both or neither.");
  }
  const id = text("id");
  if (id !== null && !/^[\w.-]{1,64}$/u.test(id)) {
    wrong(
      "id",
      "It has other characters than letters, digits, dot, dash and underscore.",
      "Use a short word.",
    );
  }
  const tls = { ...readTls(entry["tls"], wrong), setting: variable("tls") };
  const publicUrl = url("publicUrl", ["http:", "https:"]);
  if (problems.length > before || name === null || address === null) return null;
  return {
    id: id ?? `${kind.kind}-${slug(name)}`,
    kind: kind.kind,
    name,
    url: address,
    publicUrl,
    apiKey: apiKey === null ? null : new Secret(apiKey),
    username,
    password:
      typeof password === "string" || typeof password === "number"
        ? new Secret(`${password}`)
        : null,
    tls,
  };
}

/** A map, or one as JSON, which is how a setting of the environment gives it. */
function readTls(
  given: unknown,
  wrong: (field: string, problem: string, remedy: string) => null,
): Pick<InstanceTls, "ca" | "insecure"> {
  const none = { ca: null, insecure: false };
  if (given === undefined || given === null) return none;
  const value = typeof given === "string" ? parseJson(given) : given;
  if (value === null || typeof value !== "object" || Array.isArray(value)) {
    wrong("tls", "It is not an object.", 'Use {"insecure":true} or {"ca":"/path/ca.pem"}.');
    return none;
  }
  const { ca, insecure, ...others } = value as Record<string, unknown>;
  for (const field of Object.keys(others))
    wrong(`tls.${field}`, "There is no such field.", "Use insecure or ca.");
  if (insecure !== undefined && typeof insecure !== "boolean")
    wrong("tls.insecure", "It is not true or false.", "Use true or false.");
  if (ca === undefined || ca === null) return { ca: null, insecure: insecure === true };
  if (typeof ca !== "string") {
    wrong("tls.ca", "It is not a path.", "Give the path of a PEM file.");
    return none;
  }
  try {
    return { ca: readFileSync(ca, "utf8"), insecure: insecure === true };
  } catch {
    wrong("tls.ca", "The file it names cannot be read.", "Give the path of a readable PEM file.");
    return none;
  }
}

/** Lower case letters and digits with single hyphens between; other letters are kept apart by their code points. */
function slug(name: string): string {
  const plain = name
    .normalize("NFKD")
    .replaceAll(/\p{M}/gu, "")
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, "-")
    .replaceAll(/^-|-$/gu, "");
  return plain === "" ? "unnamed" : plain;
}
