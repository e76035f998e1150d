/** Beginnings of the formats browsers show as posters; SVG is a document, not an image, and is not among them. */
const SIGNATURES: readonly {
  readonly type: string;
  readonly at: number;
  readonly bytes: string;
}[] = [
  { type: "image/jpeg", at: 0, bytes: "\xFF\xD8\xFF" },
  { type: "image/png", at: 0, bytes: "\x89PNG\r\n\x1A\n" },
  { type: "image/gif", at: 0, bytes: "GIF8" },
  { type: "image/webp", at: 8, bytes: "WEBP" },
  { type: "image/avif", at: 4, bytes: "ftypavif" },
];

/** The type of an image by its first bytes, whatever its server calls it; `null` when it is none. */
export function imageTypeOf(body: Buffer): string | null {
  const found = SIGNATURES.find(
    ({ at, bytes }) => body.subarray(at, at + bytes.length).toString("latin1") === bytes,
  );
  return found?.type ?? null;
}
