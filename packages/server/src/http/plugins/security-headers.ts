import helmet from "@fastify/helmet";
import type { FastifyInstance, FastifyRequest } from "fastify";

const HSTS = "max-age=31536000; includeSubDomains";

/**
 * Strict headers on every answer: no inline script or style, nothing from elsewhere, no framing, and kept by nobody on the
 * way. What may be kept (files of the web app, posters) says so where it is sent.
 */
export async function registerSecurityHeaders(
  app: FastifyInstance,
  isSecure: (request: FastifyRequest) => boolean,
): Promise<void> {
  await app.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'"],
        imgSrc: ["'self'", "data:"],
        fontSrc: ["'self'"],
        connectSrc: ["'self'"],
        manifestSrc: ["'self'"],
        workerSrc: ["'self'"],
        baseUri: ["'self'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
      },
    },
    // Only over https, which Fastify knows per request: set below.
    strictTransportSecurity: false,
    crossOriginEmbedderPolicy: false,
    referrerPolicy: { policy: "no-referrer" },
    xFrameOptions: { action: "deny" },
  });
  app.addHook("onRequest", async (request, reply) => {
    if (isSecure(request)) reply.header("strict-transport-security", HSTS);
    reply.header("permissions-policy", "camera=(), microphone=(), geolocation=()");
    reply.header("cache-control", "no-store");
  });
}
