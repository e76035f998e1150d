import { once } from "node:events";
import { readFileSync } from "node:fs";
import { connect, type AddressInfo } from "node:net";
import { createServer } from "node:tls";

import type { Certificate } from "../ship/certificate.ts";

/** Before an upstream at `target`, where it is reached by https, with this certificate. */
export async function openTlsDoor(target: string, { certFile, keyFile }: Certificate) {
  const { hostname, port } = new URL(target);
  const door = createServer(
    { cert: readFileSync(certFile), key: readFileSync(keyFile) },
    (outside) => {
      const inside = connect(Number(port), hostname);
      inside.on("error", () => outside.destroy());
      outside.on("error", () => inside.destroy());
      outside.pipe(inside).pipe(outside);
    },
  );
  door.listen(0, "127.0.0.1");
  await once(door, "listening");
  return {
    url: `https://127.0.0.1:${(door.address() as AddressInfo).port}`,
    async close(): Promise<void> {
      await new Promise((resolve) => door.close(resolve));
    },
  };
}
