import type { FastifyInstance } from "fastify";

import { HttpError } from "./errors.ts";

/** Takes bodies as they are alone: a few compressed bytes could become many, and nobody who calls us compresses. */
export function registerRequestBodies(app: FastifyInstance): void {
  app.addHook("onRequest", async (request) => {
    const encoding = request.headers["content-encoding"];
    if (encoding !== undefined && encoding.toLowerCase() !== "identity") {
      throw new HttpError(415, "Compressed requests are not taken.");
    }
  });
}
