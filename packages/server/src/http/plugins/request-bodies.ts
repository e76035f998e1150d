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
 * nested without end would take long to parse and break whatever walks through it. An empty body is none, whatever its type
 * is said to be: many clients always say that they send JSON. What needs a body is refused by its schema.
 */
export function registerRequestBodies(app: FastifyInstance): void {
  app.addHook("onRequest", async (request) => {
    const encoding = request.headers["content-encoding"];
    if (encoding !== undefined && encoding.toLowerCase() !== "identity") {
      throw new HttpError(415, "Compressed requests are not taken.");
    }
    if (!announcesBody(request)) delete request.headers["content-type"];
  });
  app.removeContentTypeParser("application/json");
  app.addContentTypeParser("application/json", { parseAs: "buffer" }, createJsonParser(app));
}

/** Makes the parser of JSON bodies, for routes that take them under other names as well. */
export function createJsonParser(app: FastifyInstance): BodyParser {
  const parse = app.getDefaultJsonParser("error", "error");
  return (request, body, done) => {
    // One that came in chunks; it is known to be empty only now.
    if (body.length === 0) done(null, undefined);
    else if (isJsonBomb(body)) done(new HttpError(400, "The body is nested too deep."), undefined);
    else void parse(request, body.toString("utf8"), done);
  };
}

function announcesBody({ headers }: FastifyRequest): boolean {
  return headers["transfer-encoding"] !== undefined || Number(headers["content-length"] ?? 0) > 0;
}
