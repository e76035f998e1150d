import fc from "fast-check";

import { choicesOf, type Document, type Operation, type Schema } from "./document.ts";
import type { Input } from "./input.ts";

const LARGEST_BODY_BYTES = 1024 * 1024;
const DEEPEST_BODY = LARGEST_BODY_BYTES / 2 - 1;
/** As much as fits into a request line with the rest. */
const LONG_TEXT = 6_000;
const MOST_ITEMS = 4;

type Text = string | string[];
type Texts = Record<string, Text>;

/** Texts that have broken somebody's server. */
const NASTY_TEXTS: readonly string[] = [
  "",
  " ",
  "\0",
  "\u0001\u0007\u001b[31m\u007f\u0085",
  "\u202etxt.exe\u2028\u2029\ufeff",
  "é́̂😀🏳️‍🌈‮漢字",
  "\ud800",
  "../../../../etc/passwd",
  "..%2f..%2f..%2fetc%2fpasswd",
  "..\\..\\windows",
  "x\r\nSet-Cookie: taken=over\r\n\r\nHTTP/1.1 200 OK",
  "__proto__",
  "constructor",
  "toString",
  "hasOwnProperty",
  "null",
  "undefined",
  "true",
  "NaN",
  "-0",
  "1e309",
  "-1",
  "9007199254740993",
  "0x10",
  "١٢٣",
  "%",
  "%zz",
  "{{7*7}}${7*7}",
  "' OR 1=1 --",
  "<script>alert(1)</script>",
  "http://127.0.0.1:1/",
  "file:///etc/passwd",
  "urn:sofarr:arr:nowhere",
  "a".repeat(LONG_TEXT),
  "💥".repeat(500),
];

const nastyText = fc.oneof(
  fc.constantFrom(...NASTY_TEXTS),
  fc.string({ unit: "binary", maxLength: 60 }),
  fc.string({ unit: "grapheme", maxLength: 20 }),
);
const nastyTexts = fc.oneof(nastyText, fc.array(nastyText, { minLength: 1, maxLength: 3 }));
const nastyNumber = fc.constantFrom(0, -1, 1.5, 2 ** 31, 2 ** 53, -(2 ** 53), 1e308, 5e-324);
const anyJson = fc.jsonValue({ maxDepth: 3, stringUnit: "binary" });
const junk: fc.Arbitrary<unknown> = fc.oneof(nastyText, nastyNumber, anyJson);

/** Bodies no JSON value of a schema could be, as they go on the wire. */
const rawBody = fc.oneof(
  { weight: 6, arbitrary: nastyText },
  {
    weight: 6,
    arbitrary: fc.constantFrom(
      '{"__proto__":{"isAdmin":true}}',
      '{"constructor":{"prototype":{"isAdmin":true}}}',
      '{"eventType":"Grab","eventType":{"a":1}}',
      '{"a":1,}',
      "[1,2",
      "\ufeff{}",
      "nul",
      "1e999999",
    ),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      "[".repeat(DEEPEST_BODY) + "]".repeat(DEEPEST_BODY),
      `${'{"a":'.repeat(10_000)}1${"}".repeat(10_000)}`,
      JSON.stringify("x".repeat(LARGEST_BODY_BYTES - 2)),
      JSON.stringify(Object.fromEntries(Array.from({ length: 50_000 }, (_, at) => [`k${at}`, at]))),
      " ".repeat(LARGEST_BODY_BYTES + 1),
    ),
  },
);

/**
 * Inputs an operation takes, and such that were spoilt in one or another way.
 *
 * @param good an input that works: its values come up often, so that many inputs reach what lies behind.
 */
export function arbitraryInput(
  document: Document,
  operation: Operation,
  good: Input,
): fc.Arbitrary<Input> {
  const parameters = operation.parameters ?? [];
  const bodySchema = operation.requestBody?.content["application/json"]?.schema;
  const place = (where: "path" | "query" | "header", isSpoilt: boolean): fc.Arbitrary<Texts> => {
    const there = parameters.filter((one) => one.in === where);
    const known: Readonly<Record<string, unknown>> = where === "header" ? {} : (good[where] ?? {});
    const model = there.map(({ name, schema }) => [
      name,
      isSpoilt ? nastyTexts : valueOf(document, schema, known[name]).map(textsOf),
    ]);
    const requiredKeys = there.filter((one) => one.required === true).map(({ name }) => name);
    return fc.record(Object.fromEntries(model) as Record<string, fc.Arbitrary<Text>>, {
      requiredKeys,
    });
  };
  const body =
    bodySchema === undefined
      ? fc.constant(undefined)
      : fc.option(valueOf(document, bodySchema, good.body), {
          nil: undefined,
          freq: operation.requestBody?.required === true ? 1000 : 4,
        });
  const valid = inputOf(place("path", false), place("query", false), place("header", false), body);
  const spoilers: fc.Arbitrary<Input>[] = [
    ...(parameters.length === 0
      ? []
      : [
          inputOf(place("path", true), place("query", true), place("header", false), body),
          inputOf(place("path", false), place("query", true), place("header", true), body),
        ]),
    fc
      .tuple(valid, fc.dictionary(nastyText, nastyText, { maxKeys: 3 }))
      .map(([input, more]) => ({ ...input, query: { ...input.query, ...more } })),
    ...(bodySchema === undefined
      ? []
      : [
          fc.tuple(valid, anyJson).map(([input, one]) => ({ ...input, body: one })),
          fc.tuple(valid, fc.nat(), junk).map(([input, at, one]) => spoilBody(input, at, one)),
          fc.tuple(valid, rawBody).map(([input, one]) => ({ ...input, rawBody: one })),
          fc
            .tuple(
              valid,
              fc.constantFrom("text/plain", "application/xml", "application/json; charset=x", "☃"),
            )
            .map(([input, type]) => ({
              ...input,
              headers: { ...input.headers, "content-type": encodeURI(type) },
            })),
        ]),
  ];
  return fc
    .tuple(fc.oneof(valid, fc.oneof(...spoilers)), fc.integer({ min: 0, max: 3 }))
    .map(([input, chance]) =>
      chance === 0 ? input : { ...input, headers: { ...good.headers, ...input.headers } },
    );
}

function inputOf(
  path: fc.Arbitrary<Texts>,
  query: fc.Arbitrary<Texts>,
  headers: fc.Arbitrary<Texts>,
  body: fc.Arbitrary<unknown>,
): fc.Arbitrary<Input> {
  return fc.record({ path, query, headers, body }).map((one) => ({
    // Without any id it is another address.
    path: mapValues(one.path, (value) => [value].flat().join("/") || " "),
    query: one.query,
    // Node itself refuses to send what cannot stand in a header.
    headers: mapValues(one.headers, (value) => encodeURI([value].flat().join(", ").toWellFormed())),
    ...(one.body === undefined ? {} : { body: one.body }),
  }));
}

/** Replaces, removes or adds one member at the top, whatever the body is. */
function spoilBody(input: Input, at: number, value: unknown): Input {
  const { body } = input;
  if (typeof body !== "object" || body === null) return { ...input, body: value };
  if (Array.isArray(body))
    return { ...input, body: body.toSpliced(at % (body.length + 1), 1, value) };
  const names = [...Object.keys(body), "__proto__", "constructor", "somethingElse"];
  const changed = new Map<string, unknown>(Object.entries(body));
  changed.set(names[at % names.length] ?? "", value);
  return { ...input, body: Object.fromEntries(changed) };
}

/** A value the schema takes; often the one that is known to lead somewhere. */
function valueOf(document: Document, schema: Schema, known?: unknown): fc.Arbitrary<unknown> {
  const made = fc.oneof(
    ...choicesOf(document, schema).map((one) => plainValue(document, one, known)),
  );
  if (known === undefined) return made;
  return fc.oneof({ weight: 2, arbitrary: fc.constant(known) }, { weight: 1, arbitrary: made });
}

function plainValue(document: Document, schema: Schema, known: unknown): fc.Arbitrary<unknown> {
  const { type, minimum, maximum, minLength, maxLength, pattern, format } = schema;
  if (schema.const !== undefined) return fc.constant(schema.const);
  if (schema.enum !== undefined) return fc.constantFrom(...schema.enum);
  if (type === "null") return fc.constant(null);
  if (type === "boolean") return fc.boolean();
  if (type === "integer") {
    return fc.integer({ min: minimum ?? -(2 ** 31), max: maximum ?? 2 ** 31 - 1 });
  }
  if (type === "number") {
    return fc.double({ min: minimum ?? -1e9, max: maximum ?? 1e9, noNaN: true });
  }
  if (type === "array") {
    const [first] = Array.isArray(known) ? (known as readonly unknown[]) : [];
    return fc.array(valueOf(document, schema.items ?? {}, first), { maxLength: MOST_ITEMS });
  }
  if (type === "object") return objectOf(document, schema, known);
  if (type !== "string") return anyJson;
  if (pattern !== undefined) return fc.stringMatching(new RegExp(pattern, "u"));
  if (format === "date-time") {
    return fc.date({ noInvalidDate: true }).map((date) => date.toISOString());
  }
  if (format === "uri") return fc.webUrl();
  return fc.string({ minLength: minLength ?? 0, maxLength: Math.min(maxLength ?? 50, 50) });
}

function objectOf(
  document: Document,
  { properties = {}, required = [], additionalProperties }: Schema,
  known: unknown,
): fc.Arbitrary<unknown> {
  const values = (known ?? {}) as Readonly<Record<string, unknown>>;
  const named = fc.record(
    Object.fromEntries(
      Object.entries(properties).map(([name, one]) => [name, valueOf(document, one, values[name])]),
    ),
    { requiredKeys: [...required] },
  );
  return additionalProperties === true
    ? fc.tuple(anyObject, named).map(([more, one]) => ({ ...values, ...more, ...one }))
    : named;
}

const anyObject = fc.dictionary(fc.string({ maxLength: 20 }), anyJson, { maxKeys: 5 });

function textsOf(value: unknown): string | string[] {
  return Array.isArray(value) ? value.map(String) : String(value);
}

function mapValues<T>(
  values: Readonly<Record<string, T>>,
  change: (value: T) => string,
): Record<string, string> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, change(value)]));
}
