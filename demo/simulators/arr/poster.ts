import { createHash } from "node:crypto";

import { breakIntoLines, GLYPH_COLUMNS, GLYPH_ROWS, hasInk } from "./lettering.ts";
import { encodePng, type Colour } from "./png.ts";

const LETTER_COLUMNS = 10;
const HILLS = 3;
const INK: Colour = [255, 250, 240];

/**
 * A poster for an invented title: an evening sky, a sun, hills, and the title in capitals. Equal titles give
 * equal pictures, other titles other colours and shapes.
 *
 * @param width in pixels; the height is one and a half times that, as posters are.
 */
export function drawPoster(title: string, width = 240): Buffer {
  const height = Math.round(width * 1.5);
  const seed = createHash("sha1").update(title).digest();
  const part = (at: number): number => (seed[at] ?? 0) / 255;
  const hue = part(0);
  const [top, bottom] = [fromHue(hue, 0.65, 0.18), fromHue(hue + 0.12 + part(1) * 0.2, 0.7, 0.6)];
  const sun = { x: width * (0.25 + part(2) * 0.5), y: height * 0.5, radius: width * 0.16 };
  const sunColour = fromHue(hue + 0.15, 0.8, 0.8);
  const hills = Array.from({ length: HILLS }, (_, at) => ({
    base: height * (0.62 + at * 0.11),
    swing: height * (0.03 + part(3 + at) * 0.04),
    wave: (2 + part(6 + at) * 4) / width,
    phase: part(9 + at) * 6,
    colour: fromHue(hue + 0.05 * at, 0.5, 0.26 - at * 0.08),
  }));
  const letters = layLetters(title, width);
  return encodePng(width, height, (x, y) => {
    if (letters(x, y)) return INK;
    const hill = hills.findLast(
      (one) => y > one.base + one.swing * Math.sin(x * one.wave + one.phase),
    );
    if (hill !== undefined) return hill.colour;
    if (Math.hypot(x - sun.x, y - sun.y) < sun.radius) return sunColour;
    return mix(top, bottom, Math.min(1, y / (height * 0.75)));
  });
}

/** Where the title has ink: lines of up to ten capitals across the top. */
function layLetters(title: string, width: number): (x: number, y: number) => boolean {
  const dot = Math.max(1, Math.floor(width / ((LETTER_COLUMNS + 1) * (GLYPH_COLUMNS + 1))));
  const advance = dot * (GLYPH_COLUMNS + 1);
  const lineHeight = dot * (GLYPH_ROWS + 3);
  const margin = advance / 2;
  const lines = breakIntoLines(title, LETTER_COLUMNS);
  return (x, y) => {
    const [across, down] = [x - margin, y - margin * 2];
    if (across < 0 || down < 0) return false;
    const line = lines[Math.floor(down / lineHeight)];
    const character = line?.[Math.floor(across / advance)];
    if (character === undefined) return false;
    const column = Math.floor((across % advance) / dot);
    const row = Math.floor((down % lineHeight) / dot);
    return column < GLYPH_COLUMNS && row < GLYPH_ROWS && hasInk(character, column, row);
  };
}

function mix(a: Colour, b: Colour, share: number): Colour {
  const blend = (from: number, to: number): number => Math.round(from + (to - from) * share);
  return [blend(a[0], b[0]), blend(a[1], b[1]), blend(a[2], b[2])];
}

/** @param hue turns of the colour wheel; saturation and lightness 0 to 1. */
function fromHue(hue: number, saturation: number, lightness: number): Colour {
  const channel = (offset: number): number => {
    const at = (offset + hue * 12) % 12;
    const amount = saturation * Math.min(lightness, 1 - lightness);
    return Math.round(255 * (lightness - amount * Math.max(-1, Math.min(at - 3, 9 - at, 1))));
  };
  return [channel(0), channel(8), channel(4)];
}
