import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { createServer, get, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { createGunzip } from "node:zlib";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { Frame } from "./frame.ts";
import { openSink, type SseSink } from "./sse.ts";

const SMALL = new Frame("data: Grüße\n\n");
/** Not to be compressed well, so that it fills every buffer on the way. */
const HUGE = new Frame(`data: ${randomBytes(24 * 1024 * 1024).toString("base64")}\n\n`);

describe("a stream over HTTP", () => {
  let server: Server;
  let sink: SseSink;
  let opened: Promise<void>;

  beforeEach(async () => {
    let isOpen = (): void => {};
    opened = new Promise((resolve) => {
      isOpen = resolve;
    });
    server = createServer((request, response) => {
      sink = openSink(request, response, { "x-kept": "yes" });
      isOpen();
    });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
  });
  afterEach(() => {
    server.closeAllConnections();
    server.close();
  });

  async function connect(acceptEncoding?: string): Promise<IncomingMessage> {
    const { port } = server.address() as AddressInfo;
    const headers = acceptEncoding === undefined ? {} : { "accept-encoding": acceptEncoding };
    const response = await new Promise<IncomingMessage>((resolve, reject) => {
      get({ port, host: "127.0.0.1", headers, agent: false }, resolve).on("error", reject);
    });
    await opened;
    return response;
  }

  async function textOf(stream: AsyncIterable<Buffer>): Promise<string> {
    const chunks: Buffer[] = [];
    for await (const chunk of stream) chunks.push(chunk);
    return Buffer.concat(chunks).toString();
  }

  function caughtUp(): Promise<void> {
    return new Promise((resolve) => {
      if (sink.isBehind) sink.onCaughtUp(resolve);
      else resolve();
    });
  }

  test.each([[undefined], ["identity"], ["br"], ["gzip;q=0"]])(
    "is as it is for who asks for %s",
    async (acceptEncoding) => {
      const response = await connect(acceptEncoding);
      expect(response.headers).toMatchObject({ vary: "accept-encoding", "x-kept": "yes" });
      expect(response.headers["content-encoding"]).toBeUndefined();
      sink.write(SMALL);
      sink.end();
      expect(await textOf(response)).toBe("data: Grüße\n\n");
    },
  );

  test("is whole gzip for who takes it, to the check sum at its end", async () => {
    const response = await connect("gzip, deflate, br");
    expect(response.headers["content-encoding"]).toBe("gzip");
    const text = textOf(response.pipe(createGunzip()));
    for (const frame of [SMALL, HUGE, SMALL]) {
      sink.write(frame);
      // oxlint-disable-next-line no-await-in-loop -- one after the other is what a stream is
      await caughtUp();
    }
    sink.end();
    expect(await text).toBe(`data: Grüße\n\n${HUGE.bytes.toString()}data: Grüße\n\n`);
  });

  test("each compressed frame can be read at once, without waiting for the next", async () => {
    const response = await connect("gzip");
    const gunzip = response.pipe(createGunzip());
    sink.write(SMALL);
    const [chunk] = (await once(gunzip, "data")) as [Buffer];
    expect(chunk.toString()).toBe("data: Grüße\n\n");
  });

  test.each([["gzip"], ["identity"]])(
    "a reader of %s who takes nothing is behind, and has caught up when all was taken",
    async (acceptEncoding) => {
      const response = await connect(acceptEncoding);
      expect(sink.isBehind).toBe(false);
      sink.write(HUGE);
      expect(sink.isBehind).toBe(true);
      const isCaughtUp = caughtUp();
      response.resume();
      await isCaughtUp;
      expect(sink.isBehind).toBe(false);
    },
  );
});
