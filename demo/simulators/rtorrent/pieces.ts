import { flagsOf, type RtorrentDownload } from "./rtorrent-download.ts";

const SMALLEST_CHUNK_BYTES = 64 * 1024;
const USUAL_CHUNKS = 1024;

/** Chunks and the bytes in them. A magnet without its metadata is one chunk of one byte. */
export interface Pieces {
  readonly chunkBytes: number;
  readonly chunks: number;
  readonly doneChunks: number;
  readonly bytes: number;
  /** In whole chunks only. */
  readonly completedBytes: number;
  /** With the parts of chunks that are under way. */
  readonly doneBytes: number;
}

export function piecesOf(item: RtorrentDownload): Pieces {
  const flags = flagsOf(item);
  const { sizeBytes, progress } = item.download;
  if (flags.isMeta) {
    return { chunkBytes: 1, chunks: 1, doneChunks: 0, bytes: 1, completedBytes: 0, doneBytes: 0 };
  }
  let chunkBytes = SMALLEST_CHUNK_BYTES;
  while (chunkBytes * USUAL_CHUNKS < sizeBytes) chunkBytes *= 2;
  const chunks = Math.ceil(sizeBytes / chunkBytes);
  const share = flags.isComplete ? 1 : Math.min(1, Math.max(0, progress));
  const doneChunks = share === 1 ? chunks : Math.floor((share * sizeBytes) / chunkBytes);
  return {
    chunkBytes,
    chunks,
    doneChunks,
    bytes: sizeBytes,
    completedBytes: Math.min(sizeBytes, doneChunks * chunkBytes),
    doneBytes: Math.round(share * sizeBytes),
  };
}
