import { AjvCompiler } from "@fastify/ajv-compiler";
import { SerializerSelector } from "@fastify/fast-json-stringify-compiler";
import type { FastifyServerOptions } from "fastify";

type CompilersFactory = NonNullable<
  NonNullable<FastifyServerOptions["schemaController"]>["compilersFactory"]
>;

/** Fastify's compilers, as far as we look at them: options, then a route's schema, then what it became. */
type Build<Compiled> = (...options: readonly unknown[]) => (route: unknown) => Compiled;
/** Fastify reads what was wrong off the function itself. */
interface Validate {
  (data: unknown): unknown;
  errors?: unknown;
}
type Serialize = (data: unknown) => string;

/**
 * Compiles the schemas of a route when it is first asked for, not at start: of some 300 most are never needed, and each
 * becomes code that is kept.
 */
export function lazyCompilers(): CompilersFactory {
  return {
    buildValidator: lazily(AjvCompiler() as unknown as Build<Validate>, lazyValidator),
    buildSerializer: lazily(
      SerializerSelector() as unknown as Build<Serialize>,
      (compiled) => (data) => compiled()(data),
    ),
  } as unknown as CompilersFactory;
}

function lazily<Compiled>(
  build: Build<Compiled>,
  wrap: (compiled: () => Compiled) => Compiled,
): Build<Compiled> {
  return (...options) => {
    const compile = build(...options);
    return (route) => {
      let compiled: Compiled | undefined;
      return wrap(() => (compiled ??= compile(route)));
    };
  };
}

function lazyValidator(compiled: () => Validate): Validate {
  const lazy: Validate = (data) => {
    const validate = compiled();
    const answer = validate(data);
    lazy.errors = validate.errors;
    return answer;
  };
  return lazy;
}
