import type { enAdmin } from "./en-admin.ts";
import type { en } from "./en.ts";

/** One text per plural form of the language, chosen by the placeholder `{count}`. */
export type PluralForms = { readonly [Form in Intl.LDMLPluralRule]?: string } & {
  readonly other: string;
};

/** What everybody reads. */
type Everyones = typeof en;
/** What admins read besides, in a file of its own that nobody else loads. */
type Admins = typeof enAdmin;

export type MessageKey = keyof Everyones;
export type AdminMessageKey = MessageKey | keyof Admins;

/** Plain where English is plain, plural where English is plural. */
type TranslationOf<English> = {
  readonly [Key in keyof English]: English[Key] extends string ? string : PluralForms;
};

/** A complete translation of what everybody reads. */
export type Catalogue = TranslationOf<Everyones>;

/** A complete translation of what only admins read. */
export type AdminCatalogue = TranslationOf<Admins>;

type Placeholders<Text> = Text extends `${string}{${infer Name}}${infer Rest}`
  ? Name | Placeholders<Rest>
  : never;

type TextsOf<Message> = Message extends string ? Message : Message[keyof Message];

/** What a message must be given: a value for each of its placeholders, and nothing when it has none. */
type MessageArguments<Message> = [Placeholders<TextsOf<Message>>] extends [never]
  ? []
  : [values: { readonly [Name in Placeholders<TextsOf<Message>>]: string | number }];

/** Writes one message in the person's language. Numbers among the values are written as numbers there. */
type TranslateOf<English> = <Key extends keyof English>(
  key: Key,
  ...args: MessageArguments<English[Key]>
) => string;

export type Translate = TranslateOf<Everyones>;
export type AdminTranslate = TranslateOf<Everyones & Admins>;

/** @param locale BCP 47, decides plural form and how numbers look. */
export function createTranslate(
  locale: string,
  catalogue: Catalogue & AdminCatalogue,
): AdminTranslate;
export function createTranslate(locale: string, catalogue: Catalogue): Translate;
export function createTranslate(
  locale: string,
  catalogue: Readonly<Record<string, string | PluralForms>>,
): (key: string, values?: Readonly<Record<string, string | number>>) => string {
  const rules = new Intl.PluralRules(locale);
  const number = new Intl.NumberFormat(locale);
  return (key, values = {}) => {
    const message = catalogue[key] ?? "";
    const text =
      typeof message === "string"
        ? message
        : (message[rules.select(Number(values["count"]))] ?? message.other);
    return text.replace(/\{(\w+)\}(\.?)/g, (_, name: string, stop: string) => {
      const value = values[name] ?? "";
      const written = typeof value === "number" ? number.format(value) : value;
      // An abbreviation at the end of a sentence has one full stop: "12 Min.", "11:05 a. m."
      return written.endsWith(".") ? written : written + stop;
    });
  };
}
