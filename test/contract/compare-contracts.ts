import { SchemaComparison, type Direction } from "./compare-schemas.ts";
import { operationsOf, type Content, type Document, type Operation } from "./document.ts";

/**
 * Looks for everything of the given contract in ours: operations, who may call them, parameters, bodies, statuses, and
 * all of their schemas. What ours has beyond it is fine, unless a caller would need to know of it.
 *
 * @returns what differs, each as `place: what`.
 */
export function compareContracts(given: Document, ours: Document): readonly string[] {
  const comparison = new Comparison(given, ours);
  const own = operationsOf(ours);
  for (const [name, operation] of operationsOf(given))
    comparison.compare(name, operation, own.get(name));
  return comparison.findings;
}

class Comparison {
  readonly #given: Document;
  readonly #ours: Document;
  readonly #schemas: SchemaComparison;
  readonly #findings: string[] = [];

  constructor(given: Document, ours: Document) {
    this.#given = given;
    this.#ours = ours;
    this.#schemas = new SchemaComparison(given, ours);
  }

  get findings(): readonly string[] {
    return [...this.#findings, ...this.#schemas.findings];
  }

  compare(name: string, given: Operation, ours: Operation | undefined): void {
    if (ours === undefined) {
      this.#findings.push(`${name}: is missing`);
      return;
    }
    this.#compareTags(name, given, ours);
    this.#compareSecurity(name, given, ours);
    this.#compareParameters(name, given, ours);
    this.#compareBody(name, given, ours);
    for (const [status, { content = {} }] of Object.entries(given.responses)) {
      const own = ours.responses[status];
      if (own === undefined) this.#findings.push(`${name} ${status}: is missing`);
      else this.#compareContent(`${name} ${status}`, content, own.content ?? {}, "out");
    }
  }

  #compareTags(name: string, given: Operation, ours: Operation): void {
    for (const tag of given.tags ?? []) {
      if (ours.tags?.includes(tag) !== true) this.#findings.push(`${name}: lacks the tag ${tag}`);
    }
  }

  #compareSecurity(name: string, given: Operation, ours: Operation): void {
    const before = schemesOf(given, this.#given);
    const now = schemesOf(ours, this.#ours);
    if (before !== now) this.#findings.push(`${name}: needs ${now} instead of ${before}`);
  }

  #compareParameters(name: string, given: Operation, ours: Operation): void {
    for (const parameter of given.parameters ?? []) {
      const at = `${name} ${parameter.in} ${parameter.name}`;
      const own = ours.parameters?.find(
        (one) => one.in === parameter.in && one.name === parameter.name,
      );
      if (own === undefined) {
        this.#findings.push(`${at}: is missing`);
        continue;
      }
      const isRequired = own.required ?? false;
      if (isRequired !== (parameter.required ?? false)) {
        this.#findings.push(`${at}: is ${isRequired ? "required" : "not required"}`);
      }
      this.#schemas.compare({ at, given: parameter.schema, ours: own.schema, direction: "in" });
    }
    for (const own of ours.parameters ?? []) {
      const isKnown = given.parameters?.some((one) => one.in === own.in && one.name === own.name);
      if (own.required === true && isKnown !== true) {
        this.#findings.push(`${name} ${own.in} ${own.name}: is required and not in the contract`);
      }
    }
  }

  #compareBody(name: string, given: Operation, ours: Operation): void {
    const at = `${name} body`;
    const isRequired = ours.requestBody?.required ?? false;
    if (isRequired !== (given.requestBody?.required ?? false)) {
      this.#findings.push(`${at}: is ${isRequired ? "required" : "not required"}`);
    }
    if (given.requestBody === undefined) return;
    this.#compareContent(at, given.requestBody.content, ours.requestBody?.content ?? {}, "in");
  }

  #compareContent(at: string, given: Content, ours: Content, direction: Direction): void {
    for (const [type, { schema }] of Object.entries(given)) {
      const own = ours[type];
      if (own === undefined) this.#findings.push(`${at}: is not ${type}`);
      else this.#schemas.compare({ at, given: schema, ours: own.schema, direction });
    }
  }
}

/** The names of what a call has to bring. The given contract writes alternatives where it means all of them. */
function schemesOf(operation: Operation, document: Document): string {
  const requirements = operation.security ?? document.security ?? [];
  const names = requirements.flatMap((requirement) => Object.keys(requirement));
  return names.length === 0 ? "nothing" : names.toSorted().join(" and ");
}
