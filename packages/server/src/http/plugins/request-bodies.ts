import type { ContentTypeParserDoneFunction } from "fastify/types/content-type-parser.js";
import type { FastifyInstance, FastifyRequest } from "fastify";

import { isJsonBomb } from "../../domain/json-bomb.ts";
import { HttpError } from "./errors.ts";

/** Reads a body that came as bytes. */
type BodyParser = (
  request: FastifyRequest,
  body: Buffer,
  done: ContentTypeParserDoneFunction,
) => void;

/**
 * Takes bodies that are no bombs: a few compressed bytes could become many (and nobody who calls us compresses), and what is
 * nested without end would take long to parse and break whatever walks through it.
 */
export function registerRequestBodies(app: FastifyInstance): void {
  app.addHook("onRequest", async (request) => {
    const encoding = request.headers["content-encoding"];
    if (encoding !== undefined && encoding.toLowerCase() !== "identity") {
      throw new HttpError(415, "Compressed requests are not taken.");
    }
  });
  app.removeContentTypeParser("application/json");
  app.addContentTypeParser("application/json", { parseAs: "buffer" }, createJsonParser(app));
}

/** Makes the parser of JSON bodies, for routes that take them under other names as well. */
export function createJsonParser(app: FastifyInstance): BodyParser {
  const parse = app.getDefaultJsonParser("error", "error");
  return (request, body, done) => {
    if (isJsonBomb(body)) done(new HttpError(400, "The body is nested too deep."), undefined);
    else void parse(request, body.toString("utf8"), done);
  };
}
