import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";

import type { Answer } from "./call.ts";
import { operationsOf, type Content, type Document, type Operation } from "./document.ts";

/** Judges answers by the document alone. */
export interface AnswerRules {
  /** Where an answer differs from what the document declares for its status; empty when nowhere. */
  problemsOf(operation: string, answer: Answer): readonly string[];
  /** Where a value differs from a named schema of the document. */
  problemsIn(component: string, value: unknown): readonly string[];
}

const DOCUMENT = "openapi";

export function createAnswerRules(document: Document): AnswerRules {
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  addFormats.default(ajv);
  ajv.addSchema(document, DOCUMENT);
  const operations = operationsOf(document);
  const compiled = new Map<string, ValidateFunction>();

  function validatorAt(pointer: string): ValidateFunction {
    const known = compiled.get(pointer);
    if (known !== undefined) return known;
    const validate = ajv.compile({ $ref: `${DOCUMENT}#${pointer}` });
    compiled.set(pointer, validate);
    return validate;
  }

  function problemsAt(pointer: string, value: unknown, what: string): readonly string[] {
    const validate = validatorAt(pointer);
    return validate(value) ? [] : [`${what}: ${ajv.errorsText(validate.errors)}`];
  }

  return {
    problemsIn: (component, value) =>
      problemsAt(pointerOf("components", "schemas", component), value, component),
    problemsOf(name, answer) {
      const operation = operations.get(name);
      const declared = operation === undefined ? null : declaredFor(operation, answer.status);
      if (declared === null) return [`${name} answers ${answer.status}, which is not declared`];
      const type = answer.headers["content-type"]?.split(";", 1)[0] ?? "none";
      const declaredType = Object.keys(declared.content).find((one) => covers(one, type));
      if (declaredType === undefined) {
        return [`${name} answers ${answer.status} as ${type}, which is not declared`];
      }
      if (declaredType !== "application/json") return [];
      const value = parsed(answer.text);
      if (value === null) return [`${name} answers ${answer.status} with what is no JSON`];
      const [method = "", path = ""] = name.split(" ");
      const pointer =
        pointerOf("paths", path, method.toLowerCase(), "responses", declared.key, "content") +
        pointerOf(declaredType, "schema");
      return problemsAt(pointer, value.json, `${name} answers ${answer.status}`);
    },
  };
}

/** The status itself, or its class. */
function declaredFor(
  { responses }: Operation,
  status: number,
): { readonly key: string; readonly content: Content } | null {
  const key = [String(status), `${Math.floor(status / 100)}XX`].find((one) => one in responses);
  const response = key === undefined ? undefined : responses[key];
  return key === undefined || response === undefined
    ? null
    : { key, content: response.content ?? {} };
}

function covers(declared: string, type: string): boolean {
  return declared.endsWith("/*") ? type.startsWith(declared.slice(0, -1)) : declared === type;
}

function parsed(text: string): { readonly json: unknown } | null {
  try {
    return { json: JSON.parse(text) as unknown };
  } catch {
    return null;
  }
}

/** A JSON pointer, as it stands in the fragment of an address. */
function pointerOf(...parts: readonly string[]): string {
  return parts
    .map((part) => `/${encodeURIComponent(part.replaceAll("~", "~0").replaceAll("/", "~1"))}`)
    .join("");
}
