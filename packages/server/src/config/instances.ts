import { readFileSync } from "node:fs";

import type { Instance, InstanceTls } from "../upstreams/instance.ts";
import type { CredentialStyle } from "../upstreams/upstream.ts";
import type { ConfigProblem } from "./config.ts";
import { Secret } from "./secret.ts";
import { normaliseUrl, parseJson } from "./settings.ts";
import type { RawSetting, RawSettings } from "./sources.ts";

/** What must be known of a kind to read its instances. */
export interface InstanceKind {
  readonly kind: string;
  readonly credentials: CredentialStyle;
  readonly schemes: readonly string[];
}

/** The fields of an instance, each with what follows the kind where it is a setting of its own. */
const SETTING_ENDINGS = {
  id: "ID",
  name: "NAME",
  url: "URL",
  publicUrl: "PUBLIC_URL",
  apiKey: "API_KEY",
  username: "USERNAME",
  password: "PASSWORD",
  tls: "TLS",
} as const;
type Field = keyof typeof SETTING_ENDINGS;
const KNOWN_FIELDS = Object.keys(SETTING_ENDINGS) as readonly Field[];
/** Name of the one instance that is given as `SONARR_URL` and so on. */
const SINGLE_NAME = "main";

/** There is one at most, so it has no name or id of its own, and people sign in to it themselves. */
const MEDIA_SERVER: InstanceKind = {
  kind: "media-server",
  credentials: "login",
  schemes: ["http:", "https:"],
};
const MEDIA_SERVER_PREFIX = "EMBY";
const MEDIA_SERVER_FIELDS: readonly Field[] = ["url", "publicUrl", "apiKey", "tls"];

/** The settings one kind takes: a list, or a single instance in several variables. */
export function settingNames(kind: string): readonly string[] {
  const prefix = kind.toUpperCase();
  return [`${prefix}_INSTANCES`, ...KNOWN_FIELDS.map((field) => settingOf(prefix, field))];
}

/** Reads every instance of one kind; mistakes are noted and the instance left out. */
export function readInstances(
  settings: RawSettings,
  kind: InstanceKind,
  problems: ConfigProblem[],
): readonly Instance[] {
  const prefix = kind.kind.toUpperCase();
  const list = settings.get(`${prefix}_INSTANCES`);
  const single = settings.get(`${prefix}_URL`);
  if (list !== null && single !== null) {
    problems.push({
      variable: `${prefix}_URL`,
      problem: `It is given beside ${prefix}_INSTANCES.`,
      remedy: "Use one of the two.",
    });
  }
  if (list !== null) return readList(list, kind, problems);
  if (single === null) return [];
  const entry = { name: SINGLE_NAME, ...readSettings(settings, prefix, KNOWN_FIELDS) };
  const instance = readInstance(entry, kind, (field) => settingOf(prefix, field), problems);
  return instance === null ? [] : [instance];
}

/** Reads Emby or Jellyfin, which is given in the settings of `EMBY_URL`; `null` without it. */
export function readMediaServer(settings: RawSettings, problems: ConfigProblem[]): Instance | null {
  const given = readSettings(settings, MEDIA_SERVER_PREFIX, MEDIA_SERVER_FIELDS);
  if (given["url"] === undefined) return null;
  const entry = { id: MEDIA_SERVER.kind, name: "Media server", ...given };
  const variable = (field: string): string => settingOf(MEDIA_SERVER_PREFIX, field);
  return readInstance(entry, MEDIA_SERVER, variable, problems);
}

/** An instance's fields as far as they are given in settings of their own, by the names they have in a list. */
function readSettings(
  settings: RawSettings,
  prefix: string,
  fields: readonly Field[],
): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    fields.flatMap((field) => {
      const raw = settings.get(settingOf(prefix, field));
      return raw === null ? [] : [[field, raw.value]];
    }),
  );
}

/** `SONARR_API_KEY` for `apiKey`, `SONARR_TLS.ca` for `tls.ca`. */
function settingOf(prefix: string, path: string): string {
  const [field = "", ...inside] = path.split(".");
  const endings: Readonly<Record<string, string>> = SETTING_ENDINGS;
  return [`${prefix}_${endings[field] ?? field}`, ...inside].join(".");
}

function readList(
  raw: RawSetting,
  kind: InstanceKind,
  problems: ConfigProblem[],
): readonly Instance[] {
  const example =
    kind.credentials === "api-key"
      ? '[{"name":"main","url":"http://host:port","apiKey":"..."}]'
      : '[{"name":"main","url":"http://host:port","username":"...","password":"..."}]';
  const value = typeof raw.value === "string" ? parseJson(raw.value) : raw.value;
  if (!Array.isArray(value)) {
    problems.push({
      variable: raw.variable,
      problem: value === undefined ? "It is not JSON." : "It is not a JSON array.",
      remedy: `Use ${example}.`,
    });
    return [];
  }
  return value.flatMap((entry: unknown, at) => {
    const variable = `${raw.variable}[${at}]`;
    if (typeof entry !== "object" || entry === null || Array.isArray(entry)) {
      problems.push({ variable, problem: "It is not an object.", remedy: `Use ${example}.` });
      return [];
    }
    const unknown = Object.keys(entry).filter((field) => !Object.hasOwn(SETTING_ENDINGS, field));
    for (const field of unknown) {
      problems.push({
        variable: `${variable}.${field}`,
        problem: "There is no such field.",
        remedy: `The fields are ${KNOWN_FIELDS.join(", ")}.`,
      });
    }
    const instance = readInstance(
      entry as Record<string, unknown>,
      kind,
      (name) => `${variable}.${name}`,
      problems,
    );
    return instance === null ? [] : [instance];
  });
}

/** Checks one instance; `null` when it cannot be used. */
function readInstance(
  entry: Readonly<Record<string, unknown>>,
  kind: InstanceKind,
  variable: (field: string) => string,
  problems: ConfigProblem[],
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
  const username = text("username");
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
