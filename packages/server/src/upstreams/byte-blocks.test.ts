import fc from "fast-check";
import { expect, test } from "vitest";

import { ByteBlocks } from "./byte-blocks.ts";

test("what comes in pieces is the same as one, whatever was announced", () => {
  const piece = fc.tuple(fc.nat(255), fc.nat(900_000));
  const announced = fc.nat(6_000_000);
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), announced, (pieces, bytes) => {
      const blocks = new ByteBlocks(bytes);
      const buffers = pieces.map(([byte, length]) => Buffer.alloc(length, byte));
      for (const buffer of buffers) blocks.add(buffer);
      const whole = Buffer.concat(buffers);
      expect(blocks.length).toBe(whole.length);
      expect(blocks.whole().equals(whole)).toBe(true);
    }),
    { numRuns: 40 },
  );
});

test("a single piece is not copied", () => {
  const blocks = new ByteBlocks();
  const piece = Buffer.from("a whole answer");
  blocks.add(piece);
  expect(blocks.whole()).toBe(piece);
});

test("pieces of an announced length are copied once", () => {
  const blocks = new ByteBlocks(6);
  for (const piece of ["one", "two"]) blocks.add(Buffer.from(piece));
  const whole = blocks.whole();
  expect(whole.toString()).toBe("onetwo");
  expect(blocks.whole().buffer).toBe(whole.buffer);
});
