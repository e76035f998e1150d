import { isPassedThrough } from "@sofarr/contract";
import type { FastifyInstance, FastifySchema, RouteOptions } from "fastify";
import type { TSchema } from "typebox";

/**
 * Answers that are another service's own are written as they are, errors of the same route too: their schema is there
 * for the document alone. To be registered before the routes.
 */
export function registerPassThrough(app: FastifyInstance): void {
  app.addHook("onRoute", (route: RouteOptions) => {
    if (answersOf(route.schema).some((answer) => isPassedThrough(answer))) {
      route.serializerCompiler = () => (answer) => JSON.stringify(answer);
    }
  });
}

function answersOf(schema: FastifySchema | undefined): readonly TSchema[] {
  const { response } = schema ?? {};
  return typeof response === "object" && response !== null ? Object.values(response) : [];
}
