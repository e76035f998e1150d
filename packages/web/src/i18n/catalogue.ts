import type { enAdmin } from "./en-admin.ts";
import type { en } from "./en.ts";

/** One text per plural form of the language, chosen by the placeholder `{count}`. */
export type PluralForms = { readonly [Form in Intl.LDMLPluralRule]?: string } & {
  readonly other: string;
};

export type MessageKey = keyof typeof en;

/** Plain where English is plain, plural where English is plural. */
type TranslationOf<English> = {
  readonly [Key in keyof English]: English[Key] extends string ? string : PluralForms;
};

/** A complete translation. */
export type Catalogue = TranslationOf<typeof en>;

/** The part of it that only admins read. */
export type AdminCatalogue = TranslationOf<typeof enAdmin>;

type Placeholders<Text> = Text extends `${string}{${infer Name}}${infer Rest}`
  ? Name | Placeholders<Rest>
  : never;

type TextsOf<Message> = Message extends string ? Message : Message[keyof Message];

/** What a message must be given: a value for each of its placeholders, and nothing when it has none. */
export type MessageArguments<Key extends MessageKey> = [
  Placeholders<TextsOf<(typeof en)[Key]>>,
] extends [never]
  ? []
  : [values: { readonly [Name in Placeholders<TextsOf<(typeof en)[Key]>>]: string | number }];

/** Writes one message in the person's language. Numbers among the values are written as numbers there. */
export type Translate = <Key extends MessageKey>(
  key: Key,
  ...args: MessageArguments<Key>
) => string;

/** @param locale BCP 47, decides plural form and how numbers look. */
export function createTranslate(locale: string, catalogue: Catalogue): Translate {
  const rules = new Intl.PluralRules(locale);
  const number = new Intl.NumberFormat(locale);
  return (key, ...args) => {
    const values: Readonly<Record<string, string | number>> = args[0] ?? {};
    const message: string | PluralForms = catalogue[key];
    const text =
      typeof message === "string"
        ? message
        : (message[rules.select(Number(values["count"]))] ?? message.other);
    return text.replace(/\{(\w+)\}/g, (_, name: string) => {
      const value = values[name] ?? "";
      return typeof value === "number" ? number.format(value) : value;
    });
  };
}
