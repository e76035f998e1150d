/** Shorter headers cannot hold a CONTENT_LENGTH, longer ones are not taken. */
const MIN_HEADER_BYTES = 17;
const MAX_HEADER_BYTES = 2000;
const MAX_LENGTH_DIGITS = 4;

/** What rTorrent reads out of the bytes that came so far. */
export type ScgiReading =
  | "more"
  | "refused"
  | { readonly headers: ReadonlyMap<string, string>; readonly body: Buffer };

/** Where releases differ: what they refuse. */
export interface ScgiLimits {
  readonly maxBodyBytes: number;
  /** Look at CONTENT_TYPE; a type that is neither XML nor JSON is refused. */
  readonly checksContentType: boolean;
}

/**
 * Reads an SCGI request: a netstring of headers, CONTENT_LENGTH first, then the body.
 * Stricter than rTorrent in two points of the SCGI rules it does not check: the comma after the headers, and `SCGI` = `1`.
 *
 * @returns "more" while bytes are missing, "refused" when the connection is to be closed without an answer.
 */
export function readScgi(received: Buffer, limits: ScgiLimits): ScgiReading {
  const colon = received.indexOf(":");
  if (colon === -1) return received.length > MAX_LENGTH_DIGITS ? "refused" : "more";
  const digits = received.toString("latin1", 0, colon);
  const headerBytes = Number(digits);
  if (!/^\d{1,4}$/.test(digits)) return "refused";
  if (headerBytes < MIN_HEADER_BYTES || headerBytes > MAX_HEADER_BYTES) return "refused";

  const start = colon + 1;
  const end = start + headerBytes;
  if (received.length <= end) return "more";
  const headers = readHeaders(received.toString("latin1", start, end));
  if (headers === null || received[end] !== ",".charCodeAt(0)) return "refused";
  if (headers.get("SCGI") !== "1") return "refused";
  if (limits.checksContentType && !isKnownType(headers.get("CONTENT_TYPE"))) return "refused";

  const bodyBytes = contentLength(headers);
  if (bodyBytes === null || bodyBytes > limits.maxBodyBytes) return "refused";
  if (received.length < end + 1 + bodyBytes) return "more";
  return { headers, body: received.subarray(end + 1, end + 1 + bodyBytes) };
}

function readHeaders(text: string): ReadonlyMap<string, string> | null {
  const parts = text.split("\0");
  // Every key and every value ends in a NUL: the last part is empty, and the rest come in pairs.
  if (parts.pop() !== "" || parts.length % 2 !== 0 || parts[0] !== "CONTENT_LENGTH") return null;
  const headers = new Map<string, string>();
  for (let at = 0; at < parts.length; at += 2) {
    headers.set(parts[at] ?? "", parts[at + 1] ?? "");
  }
  return headers;
}

function contentLength(headers: ReadonlyMap<string, string>): number | null {
  const text = headers.get("CONTENT_LENGTH") ?? "";
  return /^\d+$/.test(text) && Number(text) > 0 ? Number(text) : null;
}

/** A type with a charset behind it is not known either. */
export function isKnownType(type: string | undefined): boolean {
  return type === undefined || type === "" || type === "text/xml" || type === "application/json";
}
