import type { FastifyInstance } from "fastify";

/** Every address there is, those of IPv4 among them; and those of IPv4 alone. */
const ALL = "::";
const ALL_OF_IPV4 = "0.0.0.0";

/** Listens; on all addresses also means on a machine whose kernel has no IPv6, where asking for it is an error. */
export async function listen(
  app: FastifyInstance,
  { host, port }: { readonly host: string; readonly port: number },
): Promise<void> {
  try {
    await app.listen({ host, port });
  } catch (error) {
    if (host !== ALL || !(error instanceof Error && "code" in error)) throw error;
    if (error.code !== "EAFNOSUPPORT") throw error;
    await app.listen({ host: ALL_OF_IPV4, port });
  }
}
