import { choicesOf, nameOf, type Document, type Schema } from "./document.ts";

/**
 * Which way a value goes. What comes in, ours must take whatever the given contract allows; what goes out, ours must say
 * nothing the given contract does not.
 */
export type Direction = "in" | "out";

/** Two schemas at the same place of two documents. */
interface Pair {
  readonly at: string;
  readonly given: Schema;
  readonly ours: Schema;
  readonly direction: Direction;
}

const LIMITS = ["minimum", "maximum", "default"] as const;
/** What keeps out of an input something that the given contract lets in. */
const NARROWING = [
  "minimum",
  "maximum",
  "minLength",
  "maxLength",
  "minItems",
  "maxItems",
  "pattern",
] as const;
const ALL_TYPES = ["object", "array", "string", "number", "integer", "boolean", "null"];

/** Compares schemas, and everything below them. Each component is compared where it is first met, and once per direction. */
export class SchemaComparison {
  /** What differs, as `place: what`. */
  readonly findings = new Set<string>();
  readonly #given: Document;
  readonly #ours: Document;
  readonly #compared = new Set<string>();

  constructor(given: Document, ours: Document) {
    this.#given = given;
    this.#ours = ours;
  }

  compare(pair: Pair): void {
    const name = nameOf(pair.given);
    if (name === null) {
      this.#compareShapes(pair);
      return;
    }
    if (nameOf(pair.ours) !== name) this.findings.add(`${pair.at}: is not ${name}`);
    const key = `${pair.direction} ${name}`;
    if (this.#compared.has(key)) return;
    this.#compared.add(key);
    this.#compareShapes({ ...pair, at: `#${name}` });
  }

  #compareShapes(pair: Pair): void {
    const given = choicesOf(this.#given, pair.given);
    const ours = choicesOf(this.#ours, pair.ours);
    this.#compareTypes(pair, typesOf(given), typesOf(ours));
    this.#compareWords(pair, wordsOf(given), wordsOf(ours));
    this.#compareDetails(pair, given, ours);
    this.#compareProperties(pair, given, ours);
    const [givenItems] = given.flatMap(({ items }) => items ?? []);
    const [ourItems] = ours.flatMap(({ items }) => items ?? []);
    if (givenItems !== undefined && ourItems !== undefined) {
      this.compare({ ...pair, at: `${pair.at}[]`, given: givenItems, ours: ourItems });
    }
  }

  #compareTypes({ at, direction }: Pair, given: readonly string[], ours: readonly string[]): void {
    const [some, allowed] = direction === "in" ? [given, ours] : [ours, given];
    for (const type of some) {
      const fits = allowed.includes(type) || (type === "integer" && allowed.includes("number"));
      if (!fits)
        this.findings.add(`${at}: ${direction === "in" ? "does not take" : "may be"} ${type}`);
    }
  }

  #compareWords(
    { at, direction }: Pair,
    given: readonly unknown[] | null,
    ours: readonly unknown[] | null,
  ): void {
    if (given === null) {
      if (ours !== null && direction === "in") this.findings.add(`${at}: takes only some words`);
      return;
    }
    for (const word of given) {
      if (ours?.includes(word) !== true) this.findings.add(`${at}: lacks the word ${String(word)}`);
    }
    if (direction === "in") return;
    for (const word of ours ?? []) {
      if (!given.includes(word)) this.findings.add(`${at}: may be the word ${String(word)}`);
    }
  }

  #compareDetails(pair: Pair, [given = {}]: readonly Schema[], ours: readonly Schema[]): void {
    const { at, direction, ours: whole } = pair;
    if (direction === "in") this.#compareNarrowing(pair, given, ours);
    const [first = {}] = ours.filter(({ type }) => type !== "null");
    const isLooser = direction === "in" && first.format === undefined;
    if (given.format !== undefined && given.format !== first.format && !isLooser) {
      this.findings.add(`${at}: format ${first.format ?? "none"} instead of ${given.format}`);
    }
    for (const limit of LIMITS) {
      const value = [whole, ...ours].map((one) => one[limit]).find((one) => one !== undefined);
      if (given[limit] !== undefined && JSON.stringify(given[limit]) !== JSON.stringify(value)) {
        this.findings.add(`${at}: ${limit} is not ${JSON.stringify(given[limit])}`);
      }
    }
  }

  #compareNarrowing({ at, ours: whole }: Pair, given: Schema, ours: readonly Schema[]): void {
    for (const limit of NARROWING) {
      const value = [whole, ...ours].map((one) => one[limit]).find((one) => one !== undefined);
      if (given[limit] === undefined && value !== undefined) {
        this.findings.add(`${at}: has a ${limit}, ${value}`);
      }
    }
  }

  #compareProperties(pair: Pair, given: readonly Schema[], ours: readonly Schema[]): void {
    const [givenObject] = given.filter(({ properties }) => properties !== undefined);
    const [ourObject = {}] = ours.filter(({ type }) => type === "object");
    for (const [name, schema] of Object.entries(givenObject?.properties ?? {})) {
      const at = `${pair.at}.${name}`;
      const own = ourObject.properties?.[name];
      if (own === undefined) this.findings.add(`${at}: is missing`);
      else this.compare({ ...pair, at, given: schema, ours: own });
    }
    if (pair.direction === "in") this.#compareRequired(pair.at, givenObject, ourObject);
    const isOpen = given.some(({ additionalProperties }) => additionalProperties === true);
    if (isOpen && (ourObject.additionalProperties ?? false) === false) {
      this.findings.add(`${pair.at}: has no further properties`);
    }
  }

  #compareRequired(at: string, given: Schema = {}, ours: Schema = {}): void {
    const [givens = [], own = []] = [given.required, ours.required];
    for (const name of own) {
      if (!givens.includes(name)) this.findings.add(`${at}.${name}: is required`);
    }
    for (const name of givens) {
      if (!own.includes(name)) this.findings.add(`${at}.${name}: is not required`);
    }
  }
}

function typesOf(choices: readonly Schema[]): readonly string[] {
  return choices.flatMap(({ type, nullable }) => [
    ...(type === undefined ? ALL_TYPES : [type].flat()),
    ...(nullable === true ? ["null"] : []),
  ]);
}

/** The words a schema is limited to, or `null` when it is not. */
function wordsOf(choices: readonly Schema[]): readonly unknown[] | null {
  const limited = choices.filter(({ type }) => type !== "null");
  const isLimited = limited.every((one) => one.enum !== undefined || one.const !== undefined);
  return isLimited && limited.length > 0 ? limited.flatMap((one) => one.enum ?? [one.const]) : null;
}
