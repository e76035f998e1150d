import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from "fastify";

import { UpstreamError, type UpstreamFailure } from "../../upstreams/errors.ts";

/** An answer other than success, in words for the caller: what went wrong, and in `details` how to mend it. */
export class HttpError extends Error {
  override readonly name = "HttpError";
  readonly statusCode: number;
  readonly details: string | null;
  /** After how many seconds it is worth trying again; `null` when that is not known. */
  readonly retryAfterS: number | null;

  constructor(
    statusCode: number,
    message: string,
    details: string | null = null,
    retryAfterS: number | null = null,
  ) {
    super(message);
    this.statusCode = statusCode;
    this.details = details;
    this.retryAfterS = retryAfterS;
  }
}

/** What an upstream's trouble means to the caller. */
const STATUS_OF_FAILURE: Readonly<Record<UpstreamFailure, number>> = {
  unreachable: 502,
  timeout: 504,
  unauthorized: 502,
  refused: 502,
  "bad-status": 502,
  "bad-payload": 502,
};

/** One shape for every error: `{ error, details? }`, never a stack, an address, a query string or a key. */
export function registerErrors(app: FastifyInstance): void {
  app.setErrorHandler((error: FastifyError | HttpError | UpstreamError, request, reply) => {
    const details = detailsFor(error, request);
    if (error instanceof HttpError && error.retryAfterS !== null) {
      reply.header("retry-after", error.retryAfterS);
    }
    return reply
      .code(statusOf(error))
      .send({ error: wordsFor(error, request), ...(details === null ? {} : { details }) });
  });
  app.setNotFoundHandler((_request: FastifyRequest, reply: FastifyReply) =>
    reply.code(404).send({ error: "There is nothing here." }),
  );
}

/** An address that cannot even be read is refused before there are hooks or handlers; its answer has the same shape. */
export function refuseUnreadableAddress(
  _error: FastifyError,
  _request: FastifyRequest,
  reply: FastifyReply,
): void {
  void reply
    .code(400)
    .header("x-content-type-options", "nosniff")
    .header("cache-control", "no-store")
    .send({ error: "This address cannot be read." });
}

/** What to change about an upstream is for admins. */
function detailsFor(
  error: FastifyError | HttpError | UpstreamError,
  request: FastifyRequest,
): string | null {
  if (error instanceof HttpError) return error.details;
  const isForAdmins = request.routeOptions.config.access === "admin";
  return error instanceof UpstreamError && isForAdmins ? error.advice : null;
}

function statusOf(error: FastifyError | HttpError | UpstreamError): number {
  if (error instanceof UpstreamError) return STATUS_OF_FAILURE[error.reason];
  const status = error.statusCode ?? 500;
  return status >= 400 && status < 600 ? status : 500;
}

function wordsFor(
  error: FastifyError | HttpError | UpstreamError,
  request: FastifyRequest,
): string {
  if (error instanceof HttpError) return error.message;
  if (error instanceof UpstreamError) return `${error.instanceId} ${error.message}.`;
  const status = statusOf(error);
  if (error.validation !== undefined) return `Bad input: ${error.message}.`;
  if (status < 500) return error.message;
  request.log.error({ err: error }, "request failed");
  return "Something went wrong on the server; the log says what.";
}
