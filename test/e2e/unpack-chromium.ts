import {
  createReadStream,
  createWriteStream,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
} from "node:fs";
import { pipeline } from "node:stream/promises";
import { fileURLToPath } from "node:url";
import { createBrotliDecompress } from "node:zlib";

const PACKAGE = new URL("..", import.meta.resolve("@sparticuz/chromium"));
const FOLDER = fileURLToPath(new URL("../../node_modules/.cache/", import.meta.url));

/**
 * Unpacks the Chromium of the npm package, once for all runs. The package itself would do so into the temporary folder,
 * where a half-written file, of an interrupted run or of one at the same time, is taken for a whole one.
 *
 * @returns its path.
 */
export async function unpackedChromium(): Promise<string> {
  const { version } = JSON.parse(readFileSync(new URL("package.json", PACKAGE), "utf8")) as {
    version: string;
  };
  const path = `${FOLDER}chromium-${version}`;
  if (existsSync(path)) return path;
  mkdirSync(FOLDER, { recursive: true });
  const halfWritten = `${path}.${process.pid}`;
  await pipeline(
    createReadStream(new URL("bin/chromium.br", PACKAGE)),
    createBrotliDecompress(),
    createWriteStream(halfWritten, { mode: 0o700 }),
  );
  renameSync(halfWritten, path);
  return path;
}
