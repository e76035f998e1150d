import { createHash } from "node:crypto";

import { GLYPH_COLUMNS, GLYPH_ROWS, hasInk } from "../arr/lettering.ts";
import { encodePng, type Colour } from "../arr/png.ts";

const SIZE = 96;
const DOT = 8;
const INK: Colour = [255, 255, 255];

/** A person's picture: their initial on a colour of their own, as a PNG file. */
export function drawAvatar(name: string): Buffer {
  const seed = createHash("sha1").update(name).digest();
  const ground: Colour = [
    60 + (seed[0] ?? 0) / 2,
    40 + (seed[1] ?? 0) / 2,
    70 + (seed[2] ?? 0) / 2,
  ];
  const initial = name.normalize("NFD").slice(0, 1).toUpperCase();
  const left = (SIZE - GLYPH_COLUMNS * DOT) / 2;
  const top = (SIZE - GLYPH_ROWS * DOT) / 2;
  return encodePng(SIZE, SIZE, (x, y) => {
    const [column, row] = [Math.floor((x - left) / DOT), Math.floor((y - top) / DOT)];
    const isInside = column >= 0 && column < GLYPH_COLUMNS && row >= 0 && row < GLYPH_ROWS;
    return isInside && hasInk(initial, column, row) ? INK : ground;
  });
}
