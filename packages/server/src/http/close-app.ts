import type { FastifyInstance } from "fastify";

/**
 * Takes no more connections, lets what is under way come to its end, and cuts what has not after `graceMs`, or at once when
 * there is a hurry: a reader who takes nothing, an upload that never ends, an answer that waits for an upstream.
 */
export async function closeApp(
  app: FastifyInstance,
  graceMs: number,
  hurry: AbortSignal,
): Promise<void> {
  const cut = (): void => app.server.closeAllConnections();
  const timer = setTimeout(cut, graceMs);
  hurry.addEventListener("abort", cut);
  try {
    const closed = app.close();
    if (hurry.aborted) cut();
    await closed;
  } finally {
    clearTimeout(timer);
    hurry.removeEventListener("abort", cut);
  }
}
