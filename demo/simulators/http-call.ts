import { request, type IncomingHttpHeaders } from "node:http";

/** An answer as it came over the wire. */
export interface RawAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly bytes: Buffer;
}

/** The same with its body as text. */
export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** One request of a simulator's own tests. */
export interface Call {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer | null;
}

/** Sends exactly the given headers (fetch would add its own and forbids `Host`). */
export async function callForBytes(url: string, call: Call = {}): Promise<RawAnswer> {
  return await new Promise((resolve, reject) => {
    const outgoing = request(
      url,
      { method: call.method ?? "GET", headers: call.headers ?? {}, agent: false },
      (incoming) => {
        const chunks: Buffer[] = [];
        incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
        incoming.once("error", reject);
        incoming.once("end", () => {
          const { statusCode = 0, headers } = incoming;
          resolve({ status: statusCode, headers, bytes: Buffer.concat(chunks) });
        });
      },
    );
    outgoing.once("error", reject);
    outgoing.end(call.body);
  });
}

/** See `callForBytes`. */
export async function callUrl(url: string, call: Call = {}): Promise<Answer> {
  const { status, headers, bytes } = await callForBytes(url, call);
  return { status, headers, body: bytes.toString("utf8") };
}
