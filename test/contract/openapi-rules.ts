import { operationsOf, type Document, type Operation, type Parameter } from "./document.ts";
import { problemsInSchema } from "./schema-rules.ts";

const METHODS = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];
const PLACES = ["path", "query", "header", "cookie"];
const STATUS = /^(?:[1-5](?:\d\d|XX)|default)$/u;

/**
 * What is wrong with a document by the rules of OpenAPI 3.1, and by ours: every operation has a summary, a name of its
 * own, a tag that is explained, and says who may call it.
 *
 * @returns one line per problem, with its place; empty when it is valid.
 */
export function problemsIn(document: Document): readonly string[] {
  const operations = [...operationsOf(document)];
  const names = operations.map(([, { operationId }]) => operationId);
  const components = Object.entries(document.components?.schemas ?? {});
  return [
    ...(/^3\.1\.\d+$/u.test(document.openapi) ? [] : [`openapi is ${document.openapi}`]),
    ...Object.entries(document.paths).flatMap(([path, methods]) => [
      ...(path.startsWith("/") ? [] : [`${path}: does not begin with a slash`]),
      ...Object.keys(methods)
        .filter((method) => !METHODS.includes(method))
        .map((method) => `${path}: ${method} is no method`),
    ]),
    ...names
      .filter((name, at) => name !== undefined && names.indexOf(name) !== at)
      .map((name) => `operationId ${name} is used twice`),
    ...operations.flatMap(([name, operation]) =>
      problemsInOperation(document, name, operation).map((problem) => `${name}: ${problem}`),
    ),
    ...components.flatMap(([name, schema]) => problemsInSchema(document, `#${name}`, schema)),
  ];
}

function problemsInOperation(document: Document, name: string, operation: Operation): string[] {
  const { operationId, summary, tags = [], security, requestBody, responses } = operation;
  const explained = (document.tags ?? []).map((tag) => tag.name);
  const schemes = Object.keys(document.components?.securitySchemes ?? {});
  const statuses = Object.keys(responses);
  return [
    ...(operationId === undefined ? ["has no operationId"] : []),
    ...(summary === undefined || summary === "" ? ["has no summary"] : []),
    ...(tags.length === 0 ? ["has no tag"] : []),
    ...tags.filter((tag) => !explained.includes(tag)).map((tag) => `tag ${tag} is not explained`),
    ...(security === undefined ? ["does not say who may call it"] : []),
    ...(security ?? [])
      .flatMap((requirement) => Object.keys(requirement))
      .filter((scheme) => !schemes.includes(scheme))
      .map((scheme) => `there is no security scheme ${scheme}`),
    ...problemsInParameters(document, name, operation.parameters ?? []),
    ...(requestBody === undefined ? [] : problemsInContent(document, "body", requestBody.content)),
    ...(statuses.some((status) => status.startsWith("2")) ? [] : ["never succeeds"]),
    ...statuses.flatMap((status) => [
      ...(STATUS.test(status) ? [] : [`${status} is no status`]),
      ...((responses[status]?.description ?? "") === "" ? [`${status} has no description`] : []),
      ...problemsInContent(document, status, responses[status]?.content ?? { "a/b": {} }),
    ]),
  ];
}

function problemsInParameters(
  document: Document,
  name: string,
  parameters: readonly Parameter[],
): string[] {
  const inPath = [...name.matchAll(/\{(\w+)\}/gu)].map(([, parameter]) => parameter);
  const keys = parameters.map((one) => `${one.in} ${one.name}`);
  return [
    ...inPath
      .filter((one) => !keys.includes(`path ${one}`))
      .map((one) => `path parameter ${one} is not described`),
    ...keys.filter((key, at) => keys.indexOf(key) !== at).map((key) => `${key} is there twice`),
    ...parameters.flatMap((parameter) => {
      const at = `${parameter.in} ${parameter.name}`;
      const isPath = parameter.in === "path";
      return [
        ...(PLACES.includes(parameter.in) ? [] : [`${at}: is nowhere`]),
        ...(isPath && !inPath.includes(parameter.name) ? [`${at}: is not in the path`] : []),
        ...(isPath && parameter.required !== true ? [`${at}: has to be required`] : []),
        ...problemsInSchema(document, at, parameter.schema),
      ];
    }),
  ];
}

function problemsInContent(document: Document, at: string, content: unknown): string[] {
  const types = Object.entries((content ?? {}) as Record<string, { schema?: unknown }>);
  if (types.length === 0) return [`${at}: has no content type`];
  return types.flatMap(([type, { schema }]) => [
    ...(/^[\w*+.-]+\/[\w*+.-]+$/u.test(type) ? [] : [`${at}: ${type} is no content type`]),
    ...(schema === undefined ? [] : problemsInSchema(document, `${at} ${type}`, schema)),
  ]);
}
