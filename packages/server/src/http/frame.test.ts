import { randomBytes } from "node:crypto";
import { inflateRawSync } from "node:zlib";
import { expect, test } from "vitest";

import { Frame } from "./frame.ts";

const END = Buffer.from([3, 0]);

test("small and large frames can stand in one stream in any order, more than once", async () => {
  const small = new Frame("data: Grüße\n\n");
  const large = new Frame(randomBytes(100_000).toString("base64"));
  expect(small.deflated()).toBeInstanceOf(Buffer);
  expect(large.deflated()).toBeInstanceOf(Promise);
  const [s, l] = [await small.deflated(), await large.deflated()];
  expect(inflateRawSync(Buffer.concat([l, s, s, l, END]))).toEqual(
    Buffer.concat([large.bytes, small.bytes, small.bytes, large.bytes]),
  );
});

test("a frame is compressed once", async () => {
  const large = new Frame("x".repeat(100_000));
  const deflated = await large.deflated();
  expect(large.deflated()).toBe(deflated);
  expect(deflated.length).toBeLessThan(1_000);
});
