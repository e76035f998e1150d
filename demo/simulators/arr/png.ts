import { crc32, deflateSync } from "node:zlib";

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const TRUE_COLOUR = 2;
const BITS_PER_SAMPLE = 8;
const CHANNELS = 3;
/** Each row as its difference from the row above, which makes gradients small. */
const FILTER_UP = 2;

/** Red, green, blue, each 0 to 255. */
export type Colour = readonly [number, number, number];

/**
 * A picture as a valid PNG file.
 *
 * @param colourAt asked once for each pixel, rows from the top.
 */
export function encodePng(
  width: number,
  height: number,
  colourAt: (x: number, y: number) => Colour,
): Buffer {
  const stride = width * CHANNELS;
  const rows = Buffer.alloc((stride + 1) * height);
  let above = Buffer.alloc(stride);
  for (let y = 0; y < height; y += 1) {
    const row = Buffer.alloc(stride);
    for (let x = 0; x < width; x += 1) row.set(colourAt(x, y), x * CHANNELS);
    const start = y * (stride + 1);
    rows[start] = FILTER_UP;
    for (let at = 0; at < stride; at += 1) {
      rows[start + 1 + at] = ((row[at] ?? 0) - (above[at] ?? 0)) & 0xff;
    }
    above = row;
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([BITS_PER_SAMPLE, TRUE_COLOUR, 0, 0, 0], 8);
  return Buffer.concat([
    SIGNATURE,
    chunk("IHDR", header),
    chunk("IDAT", deflateSync(rows)),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const framed = Buffer.alloc(body.length + 8);
  framed.writeUInt32BE(data.length, 0);
  body.copy(framed, 4);
  framed.writeUInt32BE(crc32(body), body.length + 4);
  return framed;
}
