import type { Instance } from "../upstreams/instance.ts";
import type { Findings } from "./config.ts";
import { readInstance, type InstanceKind } from "./read-instance.ts";
import { parseJson } from "./settings.ts";
import type { RawSetting, RawSettings } from "./sources.ts";

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
  found: Findings,
): readonly Instance[] {
  const prefix = kind.kind.toUpperCase();
  const list = settings.get(`${prefix}_INSTANCES`);
  const given = readSettings(settings, prefix, KNOWN_FIELDS);
  // An empty list is none, so that the other form may stand beside it.
  if (list === null || isEmptyList(list)) {
    const instance = readSingle(given, { prefix, kind, name: SINGLE_NAME }, found);
    return instance === null ? [] : [instance];
  }
  // Said and lived with: what is in a list is complete without, and 2.0 is to start where 1.x did.
  for (const { variable } of given.values()) {
    found.warnings.push({
      variable,
      problem: `It is not used, since ${list.variable} is given.`,
      remedy: "Remove it, or add it to that list.",
    });
  }
  return readList(list, kind, found);
}

/** Reads Emby or Jellyfin, which is given in the settings of `EMBY_URL`; `null` without it. */
export function readMediaServer(settings: RawSettings, found: Findings): Instance | null {
  const given = readSettings(settings, MEDIA_SERVER_PREFIX, MEDIA_SERVER_FIELDS);
  return readSingle(
    given,
    {
      prefix: MEDIA_SERVER_PREFIX,
      kind: MEDIA_SERVER,
      id: MEDIA_SERVER.kind,
      name: "Media server",
    },
    found,
  );
}

type GivenSettings = ReadonlyMap<Field, RawSetting>;

/** The fields of one instance as far as they are given in settings of their own; what is empty is not given. */
function readSettings(
  settings: RawSettings,
  prefix: string,
  fields: readonly Field[],
): GivenSettings {
  return new Map(
    fields.flatMap((field) => {
      const raw = settings.get(settingOf(prefix, field));
      return raw === null || raw.value === "" ? [] : [[field, raw] as const];
    }),
  );
}

/** Reads an instance that is given in settings of its own; `null` when none is, or it cannot be used. */
function readSingle(
  given: GivenSettings,
  known: {
    readonly prefix: string;
    readonly kind: InstanceKind;
    readonly id?: string;
    readonly name: string;
  },
  found: Findings,
): Instance | null {
  const { prefix, kind, ...names } = known;
  if (!given.has("url")) {
    noteLackOfUrl(given, settingOf(prefix, "url"), found);
    return null;
  }
  const fields = [...given].map(([field, { value }]) => [field, value] as const);
  const variable = (path: string): string => settingOf(prefix, path);
  return readInstance({ ...names, ...Object.fromEntries(fields) }, kind, variable, found);
}

function noteLackOfUrl(given: GivenSettings, urlSetting: string, found: Findings): void {
  // When the address is in a file that cannot be read, that is the mistake.
  if (found.problems.some(({ variable }) => variable === `${urlSetting}_FILE`)) return;
  for (const [field, { variable }] of given) {
    // Docker's links to other containers set names by themselves.
    const into = field === "name" ? found.warnings : found.problems;
    into.push({
      variable,
      problem: `It is given without ${urlSetting}, so it is for nothing.`,
      remedy: `Give the address as ${urlSetting}, or remove this.`,
    });
  }
}

/** `SONARR_API_KEY` for `apiKey`, `SONARR_TLS.ca` for `tls.ca`. */
function settingOf(prefix: string, path: string): string {
  const [field = "", ...inside] = path.split(".");
  const endings: Readonly<Record<string, string>> = SETTING_ENDINGS;
  return [`${prefix}_${endings[field] ?? field}`, ...inside].join(".");
}

function isEmptyList(raw: RawSetting): boolean {
  const value = listIn(raw);
  return Array.isArray(value) && value.length === 0;
}

function listIn({ value }: RawSetting): unknown {
  return typeof value === "string" ? parseJson(value) : value;
}

function readList(raw: RawSetting, kind: InstanceKind, found: Findings): readonly Instance[] {
  const { problems, warnings } = found;
  const example =
    kind.credentials === "api-key"
      ? '[{"name":"main","url":"http://host:port","apiKey":"..."}]'
      : '[{"name":"main","url":"http://host:port","username":"...","password":"..."}]';
  const value = listIn(raw);
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
    // No reason to stop: what must be there is looked for by its name, so an error in that name is found anyway.
    for (const field of unknown) {
      warnings.push({
        variable: `${variable}.${field}`,
        problem: "There is no such field, so it is not used.",
        remedy: `The fields are ${KNOWN_FIELDS.join(", ")}.`,
      });
    }
    const instance = readInstance(
      entry as Record<string, unknown>,
      kind,
      (name) => `${variable}.${name}`,
      found,
    );
    return instance === null ? [] : [instance];
  });
}
