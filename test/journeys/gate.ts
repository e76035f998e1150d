import { once } from "node:events";
import { createServer, request, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";

/** Something before an upstream that hands its answers on only when it is told to. */
export async function openGate(target: string) {
  let isOpen = Promise.resolve();
  let open = (): void => {};
  let held = 0;
  const gate: Server = createServer((incoming, outgoing) => {
    const { method, headers, url = "/" } = incoming;
    const handOn = async (answer: IncomingMessage): Promise<void> => {
      held += 1;
      await isOpen;
      held -= 1;
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    };
    const call = request(target + url, { method, headers, agent: false }, (answer) => {
      void handOn(answer);
    });
    call.on("error", () => outgoing.destroy());
    incoming.pipe(call);
  });
  gate.listen(0, "127.0.0.1");
  await once(gate, "listening");
  return {
    url: `http://127.0.0.1:${(gate.address() as AddressInfo).port}`,
    /** How many answers wait. */
    get held() {
      return held;
    },
    hold(): void {
      isOpen = new Promise((resolve) => {
        open = resolve;
      });
    },
    release: (): void => open(),
    async close(): Promise<void> {
      gate.closeAllConnections();
      await new Promise((resolve) => gate.close(resolve));
    },
  };
}
