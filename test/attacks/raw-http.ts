import { connect, type Socket } from "node:net";

/** No answer of a server on this machine takes longer, unless it waits for more. */
const PATIENCE_MS = 20_000;

/** A connection on which anything can be said, HTTP or not. */
export class RawConnection {
  readonly #socket: Socket;
  readonly #waiters = new Set<() => void>();
  /** Everything the server said, one character a byte. */
  heard = "";
  isClosed = false;

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.setEncoding("latin1");
    socket.on("data", (text: string) => {
      this.heard += text;
      this.#wake();
    });
    // A reset is an end as well.
    socket.on("error", () => {});
    socket.on("close", () => {
      this.isClosed = true;
      this.#wake();
    });
  }

  /** @param url of the server, with a port. */
  static async open(url: string): Promise<RawConnection> {
    const { hostname, port } = new URL(url);
    const host = hostname === "localhost" ? "127.0.0.1" : hostname;
    return await new Promise((resolve, reject) => {
      const socket = connect(Number(port), host, () => {
        socket.off("error", reject);
        resolve(new RawConnection(socket));
      });
      socket.once("error", reject);
    });
  }

  say(text: string): void {
    this.#socket.write(text, "latin1");
  }

  /** Status codes of all answers so far, interim ones too. */
  get statuses(): number[] {
    return [...this.heard.matchAll(/HTTP\/1\.1 (\d{3}) /gu)].map(([, status]) => Number(status));
  }

  /** @throws when it is not so within the time. */
  async until(check: () => boolean, what: string): Promise<void> {
    const deadline = Date.now() + PATIENCE_MS;
    while (!check()) {
      if (Date.now() >= deadline) throw new Error(`never ${what}; heard: ${this.heard}`);
      await new Promise<void>((resolve) => {
        const wake = (): void => {
          clearTimeout(timer);
          this.#waiters.delete(wake);
          resolve();
        };
        const timer = setTimeout(wake, 250);
        this.#waiters.add(wake);
      });
    }
  }

  /** Stops taking what the server sends. */
  pause(): void {
    this.#socket.pause();
  }

  close(): void {
    this.#socket.destroy();
  }

  #wake(): void {
    for (const waiter of this.#waiters) waiter();
  }
}

/** Says something and waits until the server hangs up. */
export async function sayAll(url: string, text: string): Promise<RawConnection> {
  const connection = await RawConnection.open(url);
  connection.say(text);
  await connection.until(() => connection.isClosed, "hung up");
  return connection;
}
