import { choicesOf, type Document, type Operation, type Schema } from "./document.ts";
import type { Input } from "./input.ts";

/** One way to spoil an input, in words. */
export interface BadInput {
  readonly what: string;
  readonly input: Input;
}

const WRONG = { wrong: true };

/**
 * Every way the document says an operation's input can be wrong, one at a time: all else stays as in the input that works.
 *
 * @returns nothing for an operation that takes nothing.
 */
export function badInputsOf(
  document: Document,
  operation: Operation,
  good: Input,
): readonly BadInput[] {
  return [...badParameters(document, operation, good), ...badBodies(document, operation, good)];
}

function badParameters(document: Document, { parameters }: Operation, good: Input): BadInput[] {
  return (parameters ?? []).flatMap(({ in: place, name, required, schema }) => {
    if (place !== "path" && place !== "query") return [];
    const values = badTexts(document, schema).map((text) => ({
      what: `${name} = ${text.slice(0, 20)}`,
      input: { ...good, [place]: { ...good[place], [name]: text } },
    }));
    if (place === "path" || required !== true) return values;
    return [...values, { what: `no ${name}`, input: { ...good, query: {} } }];
  });
}

/** Texts that none of the choices takes. */
function badTexts(document: Document, schema: Schema): string[] {
  const choices = choicesOf(document, schema);
  const [only] = choices;
  if (choices.length > 1 || only === undefined) return ["nonsense"];
  if (only.type === "array") return badTexts(document, only.items ?? {});
  if (only.type === "integer" || only.type === "number") {
    return [
      "nonsense",
      "1.5",
      ...(only.minimum === undefined ? [] : [String(only.minimum - 1)]),
      ...(only.maximum === undefined ? [] : [String(only.maximum + 1)]),
    ];
  }
  if (only.enum !== undefined || only.format !== undefined) return ["nonsense"];
  return [
    ...(only.pattern === undefined ? [] : ["../nonsense"]),
    ...(only.maxLength === undefined ? [] : ["x".repeat(only.maxLength + 1)]),
  ];
}

function badBodies(document: Document, { requestBody }: Operation, good: Input): BadInput[] {
  const schema = requestBody?.content["application/json"]?.schema;
  if (requestBody === undefined || schema === undefined) return [];
  const { body, ...rest } = good;
  const spoilt = choicesOf(document, schema).flatMap((form) => {
    const isList = form.type === "array";
    const parts = isList ? choicesOf(document, form.items ?? {}) : [form];
    const whole = (isList ? (body as readonly unknown[])[0] : body) as object;
    const change = (what: string, part: object): BadInput => {
      const changed = { ...whole, ...part };
      return { what, input: { ...rest, body: isList ? [changed] : changed } };
    };
    return parts.flatMap(({ required = [], properties = {} }) => [
      ...required.map((name) => change(`no ${name}`, { [name]: undefined })),
      ...Object.keys(properties).map((name) => change(`a wrong ${name}`, { [name]: WRONG })),
    ]);
  });
  return [
    { what: "half a body", input: { ...rest, rawBody: '{"half":' } },
    { what: "a text as body", input: { ...rest, body: "text" } },
    ...(requestBody.required === true ? [{ what: "no body", input: rest }] : []),
    ...spoilt,
  ];
}
