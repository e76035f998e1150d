import { once } from "node:events";
import { createServer, request } from "node:http";
import type { AddressInfo } from "node:net";

/** A proxy before `target` that keeps the `Authorization` header for itself, as a careless one does. */
export async function openHeaderDroppingProxy(target: string) {
  const proxy = createServer((asked, answer) => {
    const { authorization: _, ...headers } = asked.headers;
    const { method } = asked;
    const further = request(target + asked.url, { method, headers, agent: false }, (response) => {
      answer.writeHead(response.statusCode ?? 502, response.headers);
      response.pipe(answer);
    });
    further.on("error", () => answer.destroy());
    asked.pipe(further);
  });
  proxy.listen(0, "127.0.0.1");
  await once(proxy, "listening");
  return {
    url: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`,
    async close(): Promise<void> {
      proxy.closeAllConnections();
      await new Promise((resolve) => proxy.close(resolve));
    },
  };
}
