import { request } from "node:http";

/** An answer as it came over the wire. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

/** One request of a simulator's own tests. */
export interface Call {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** Sends exactly the given headers (fetch would add its own and forbids `Host`). */
export async function callUrl(url: string, call: Call = {}): Promise<Answer> {
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
          resolve({ status: statusCode, headers, body: Buffer.concat(chunks).toString("utf8") });
        });
      },
    );
    outgoing.once("error", reject);
    outgoing.end(call.body);
  });
}
