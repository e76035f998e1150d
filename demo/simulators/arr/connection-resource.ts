import type { ArrConnection } from "./arr-nouns.ts";
import type { ArrWorld } from "./arr-world.ts";

/** What a password reads as; sent back unchanged it means "keep the one you have". */
export const MASK = "********";

interface FieldForm {
  readonly name: string;
  readonly label: string;
  readonly type: string;
  readonly privacy: string;
  readonly value?: unknown;
  readonly selectOptions?: readonly object[];
}

const METHOD_OPTIONS = [
  { value: 1, name: "POST", order: 0 },
  { value: 2, name: "PUT", order: 1 },
];

/** A connection as GET shows it: only the password is masked, headers are in clear. */
export function connectionResource(world: ArrWorld, connection: ArrConnection): object {
  return {
    ...webhookForm(world, {
      url: connection.url,
      method: connection.method,
      username: connection.username,
      password: connection.password === "" ? "" : MASK,
      headers: connection.headers,
    }),
    ...connection.flags,
    includeHealthWarnings: connection.includeHealthWarnings,
    name: connection.name,
    tags: connection.tags,
    id: connection.id,
  };
}

/** GET /notification/schema: an empty form for each implementation. */
export function connectionSchema(world: ArrWorld): object[] {
  const script = {
    ...frame(world, "CustomScript", "Custom Script"),
    fields: fieldResources([
      { name: "path", label: "Path", type: "filePath", privacy: "normal" },
      { name: "arguments", label: "Arguments", type: "textbox", privacy: "normal" },
    ]),
  };
  return [script, { ...webhookForm(world, { method: 1, headers: [] }), tags: [] }];
}

function webhookForm(world: ArrWorld, values: Readonly<Record<string, unknown>>): object {
  const forms: FieldForm[] = [
    { name: "url", label: "Webhook URL", type: "url", privacy: "normal" },
    {
      name: "method",
      label: "Method",
      type: "select",
      privacy: "normal",
      selectOptions: METHOD_OPTIONS,
    },
    { name: "username", label: "Username", type: "textbox", privacy: "userName" },
    { name: "password", label: "Password", type: "password", privacy: "password" },
  ];
  if (world.features.hasWebhookHeaders) {
    forms.push({ name: "headers", label: "Headers", type: "keyValueList", privacy: "normal" });
  }
  return {
    ...frame(world, "Webhook", "Webhook"),
    fields: fieldResources(forms.map((form) => ({ ...form, value: values[form.name] }))),
  };
}

function frame(world: ArrWorld, implementation: string, implementationName: string): object {
  const flags = world.features.connectionFlags;
  return {
    ...Object.fromEntries(flags.map((name) => [name, false])),
    ...Object.fromEntries(flags.map((name) => [supportsName(name), true])),
    includeHealthWarnings: false,
    implementationName,
    implementation,
    configContract: `${implementation}Settings`,
    infoLink: "https://wiki.example/settings#connections",
  };
}

function supportsName(flagName: string): string {
  return `supportsO${flagName.slice(1)}`;
}

function fieldResources(forms: readonly FieldForm[]): object[] {
  return forms.map((form, order) => ({ order, advanced: false, isFloat: false, ...form }));
}
